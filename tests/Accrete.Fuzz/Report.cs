namespace Accrete.Fuzz;

/// <summary>What a whole campaign came to: its log.</summary>
internal sealed record Report(
    DateTime Begun,
    double Seconds,
    int Seed,
    long Inputs,
    string System,
    IReadOnlyList<Tally> Formats
);
