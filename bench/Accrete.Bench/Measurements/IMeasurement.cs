using Accrete.Bench.Reports;

namespace Accrete.Bench.Measurements;

/// <summary>Something that the bench measures.</summary>
internal interface IMeasurement
{
    /// <summary>The command's name.</summary>
    string Name { get; }

    /// <summary>What the command's help says.</summary>
    string Description { get; }

    /// <summary>Measures.</summary>
    IReadOnlyList<Section> Measure(Workbench bench);
}
