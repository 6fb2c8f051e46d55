using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;

namespace Accrete.Storage;

/// <summary>Opens the images that a plan names, and checks that they are the ones that it was made for.</summary>
internal static class PlannedImages
{
    /// <summary>Reads them.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="run">The folder of the run that the plan is of; null for a new one.</param>
    /// <param name="progress">Hears of the images that are decoded.</param>
    /// <param name="warn">Hears of what one should know about them.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">Throws if they are not there, damaged, or not the ones whose SHA-256 the
    /// plan gives.</exception>
    public static Dataset Open(
        Plan plan,
        string? run = null,
        IProgress<DecodeProgress>? progress = null,
        Action<string>? warn = null,
        CancellationToken cancellationToken = default
    )
    {
        if (run is not null && Path.IsPathRooted(plan.Data.Set) && !Path.Exists(plan.Data.Set))
        {
            throw new InvalidInputException(
                $"{plan.Data.Set}: the images of {run} are not there any more; if they were moved, name their "
                    + "folder.",
                Setting.Data
            );
        }

        var dataset = Read(plan, run, progress, cancellationToken);
        if (dataset.CacheWarning is { } warning)
        {
            warn?.Invoke(warning);
        }

        try
        {
            var known = run is null ? null : StoredRun.ReadOutcome(run)?.Dataset;
            if (plan.Data.Sha256 is { Length: > 0 } expected && !Is(expected, known, dataset, plan, cancellationToken))
            {
                throw new InvalidInputException(
                    run is null
                        ? $"{plan.Data.Set}: its SHA-256 is {dataset.Sha256}, but data.sha256 asks for "
                            + $"{expected}; get the right data, or set data.sha256 to what is here."
                        : $"{plan.Data.Set}: {ImagesFile.Changes(run, dataset, known)} since {run} was trained "
                            + $"on them; {WayBack(expected, plan, cancellationToken)}, or train anew in "
                            + "another folder.",
                    run is null ? [] : [Setting.OutputFolder]
                );
            }

            if (
                run is not null
                && known is null
                && plan.Data.Sha256 is { Length: > 0 } whole
                && !whole.Equals(dataset.Sha256, StringComparison.OrdinalIgnoreCase)
            )
            {
                warn?.Invoke(
                    $"{plan.Data.Set}: the files are those that {run} began with, "
                        + "in an earlier version; whether that version read the same images in them cannot be told "
                        + "before its first stage is complete."
                );
            }

            return dataset;
        }
        catch
        {
            dataset.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Whether a data set has the content with this SHA-256, also where an earlier version gave it: of all files, read
    /// or not.
    /// </summary>
    /// <param name="sha256">The SHA-256.</param>
    /// <param name="known">What else is known of the content: of the same files, another version may read others. Null
    /// where nothing is.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="plan">What it was read for.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static bool Is(
        string sha256,
        DatasetIdentity? known,
        Dataset dataset,
        Plan plan,
        CancellationToken cancellationToken
    ) =>
        sha256.Equals(dataset.Sha256, StringComparison.OrdinalIgnoreCase)
        || (known?.HasCountsOf(dataset) != false && HasFilesOf(sha256, plan, cancellationToken));

    /// <summary>What can be done where images are not those that an earlier run was trained on.</summary>
    /// <param name="sha256">The SHA-256 of the run's images.</param>
    /// <param name="plan">What they were read for.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static string WayBack(string sha256, Plan plan, CancellationToken cancellationToken) =>
        HasFilesOf(sha256, plan, cancellationToken)
            ? "the files are the same, but this version of Accrete reads other images in them: go on with the "
                + "version that began"
            : "make the images again what they were (or, where no file changed, go on with the version of "
                + "Accrete that began)";

    private static bool HasFilesOf(string sha256, Plan plan, CancellationToken cancellationToken) =>
        sha256.Equals(
            DatasetCatalog.EarlierSha256Of(Request(plan), cancellationToken),
            StringComparison.OrdinalIgnoreCase
        );

    // A run goes on with the images that it began with: what cannot be read any more, or was filled in by an earlier
    // version, cannot be left out.
    private static Dataset Read(
        Plan plan,
        string? run,
        IProgress<DecodeProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return DatasetCatalog.Open(Request(plan), progress, cancellationToken);
        }
        catch (BadImagesException e) when (run is not null && !plan.Data.SkipBad)
        {
            var recipe = Path.Combine(run, "plan.json");
            string[] anew = ["train", "--recipe", recipe, "--skip-bad", "--set", "data.sha256=", "--out", "NEW"];
            throw new InvalidInputException(
                $"{e.Found}; {run} was trained on all of them: put whole ones in their place. To leave them "
                    + $"out is to train anew: {CommandHint.Of(anew)}"
            );
        }
    }

    /// <summary>What it asks for.</summary>
    public static DatasetRequest Request(Plan plan) =>
        new()
        {
            NameOrPath = plan.Data.Set,
            Root = plan.Data.Root,
            Size = plan.Data.Size,
            Channels = plan.Data.Channels,
            Fit = plan.Data.Fit,
            Holdout = plan.Data.Holdout,
            Seed = plan.RootOfSplit(),
            SkipBad = plan.Data.SkipBad,
        };
}
