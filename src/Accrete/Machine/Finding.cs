namespace Accrete.Machine;

/// <summary>One thing that a <see cref="Diagnosis"/> looked at.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Level">How good or bad it is.</param>
/// <param name="Value">What was found.</param>
/// <param name="Advice">What to do, where something should or could be done.</param>
internal sealed record Finding(string Name, FindingLevel Level, string Value, string? Advice = null)
{
    /// <summary>A finding that is as it should be.</summary>
    public static Finding Good(string name, string value) => new(name, FindingLevel.Good, value);

    /// <summary>A finding worth knowing.</summary>
    public static Finding Note(string name, string value, string? advice = null) =>
        new(name, FindingLevel.Note, value, advice);

    /// <summary>A finding that keeps Accrete from working, with what to do about it.</summary>
    public static Finding Failure(string name, string value, string advice) =>
        new(name, FindingLevel.Failure, value, advice);
}
