namespace Accrete.Bench.Reports;

/// <summary>The figures of one measurement: one table.</summary>
/// <param name="Name">A short name for scripts.</param>
/// <param name="Title">What people read above it.</param>
/// <param name="Figures">Its rows.</param>
/// <param name="Notes">What one must know to read them.</param>
internal sealed record Section(string Name, string Title, IReadOnlyList<Figure> Figures, IReadOnlyList<string> Notes);
