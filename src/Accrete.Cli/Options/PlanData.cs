using Accrete.Cli.Terminal;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Storage;

namespace Accrete.Cli.Options;

/// <summary>Opens the images that a plan names, with a bar on a terminal while they are decoded.</summary>
internal static class PlanData
{
    /// <param name="plan">The plan.</param>
    /// <param name="screen">Where a bar is shown.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <param name="run">The folder of the run that the plan is of; null for a new one.</param>
    /// <inheritdoc cref="PlannedImages.Open" path="/exception"/>
    public static Dataset Open(Plan plan, Screen screen, CancellationToken stop, string? run = null) =>
        DecodeBar.Show(screen, progress => PlannedImages.Open(plan, run, progress, screen.Warn, stop));
}
