namespace Accrete.Cumulative.Plans;

/// <summary>One key of a recipe.</summary>
/// <param name="Key">Its dotted name; <c>stages.N</c> stands for each stage.</param>
/// <param name="Meaning">What it sets.</param>
/// <param name="Default">Its value when a recipe does not say.</param>
internal sealed record PlanKey(string Key, string Meaning, string Default);
