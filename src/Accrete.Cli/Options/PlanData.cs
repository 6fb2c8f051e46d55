using Accrete.Cli.Terminal;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;

namespace Accrete.Cli.Options;

/// <summary>Opens the images that a plan names.</summary>
internal static class PlanData
{
    /// <summary>Reads them, with a bar on a terminal while they are decoded.</summary>
    /// <exception cref="InvalidInputException">They are not there, damaged, or not the ones whose SHA-256 the plan gives.</exception>
    public static Dataset Open(Plan plan, Screen screen, CancellationToken stop)
    {
        var dataset = DecodeBar.Show(screen, progress => DatasetCatalog.Open(Request(plan), progress, stop));
        if (dataset.CacheWarning is { } warning)
        {
            screen.Warn(warning);
        }

        if (plan.Data.Sha256 is { Length: > 0 } expected && !expected.Equals(dataset.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            dataset.Dispose();
            throw new InvalidInputException($"{plan.Data.Set}: its SHA-256 is {dataset.Sha256}, but data.sha256 asks for {expected}; get the right data, or set data.sha256 to what is here.");
        }

        return dataset;
    }

    /// <summary>What it asks for.</summary>
    public static DatasetRequest Request(Plan plan) => new()
    {
        NameOrPath = plan.Data.Set,
        Root = plan.Data.Root,
        Size = plan.Data.Size,
        Channels = plan.Data.Channels,
        Fit = plan.Data.Fit,
        Holdout = plan.Data.Holdout,
        Seed = plan.RootOfSplit(),
    };
}
