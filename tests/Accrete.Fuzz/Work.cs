namespace Accrete.Fuzz;

/// <summary>Inputs for a child process to try.</summary>
/// <param name="Format">The name of the target.</param>
/// <param name="Seed">The root of all that is drawn.</param>
/// <param name="From">The number of the first one.</param>
/// <param name="Count">How many.</param>
/// <param name="Files">Kept inputs to try instead.</param>
internal sealed record Work(string Format, int Seed, long From, long Count, IReadOnlyList<string> Files);
