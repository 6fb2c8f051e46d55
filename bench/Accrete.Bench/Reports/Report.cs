namespace Accrete.Bench.Reports;

/// <summary>All that one run of the bench measured.</summary>
/// <param name="Surroundings">Where.</param>
/// <param name="Sections">The measurements.</param>
internal sealed record Report(Surroundings Surroundings, IReadOnlyList<Section> Sections);
