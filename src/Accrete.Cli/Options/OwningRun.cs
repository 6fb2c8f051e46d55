using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Storage;

namespace Accrete.Cli.Options;

/// <summary>The run that a model lies in: images that it learned from must not be tested on.</summary>
/// <param name="Source">The file of the model.</param>
/// <param name="Path">The folder of the run.</param>
/// <param name="Plan">Its plan.</param>
internal sealed record OwningRun(string Source, string Path, Plan Plan)
{
    // From the model of a stage: RUN/stages/01/model.safetensors.
    private const int LevelsBelowRun = 3;

    /// <summary>The runs of those models that lie in one.</summary>
    public static IEnumerable<OwningRun> Of(IEnumerable<string> sources) =>
        from source in sources
        let run = FolderOf(source)
        where run is not null
        select new OwningRun(source, run, StoredRun.ReadPlan(run));

    /// <summary>Whether a run was trained on images: on the same content, or on what lay in the same place.</summary>
    public static bool LearnedFrom(
        OwningRun[] runs,
        DatasetRequest request,
        Lazy<string> earlier,
        CancellationToken stop
    )
    {
        if (runs.Length == 0)
        {
            return false;
        }

        var content = new Lazy<string>(() => DatasetCatalog.Sha256Of(request, stop));
        var place = Directory.Exists(request.NameOrPath) ? PlaceOf(request.NameOrPath) : null;
        return runs.Any(r => r.IsOn(content.Value, earlier) || PlaceOf(r.Plan.Data.Set) == place);
    }

    /// <summary>Passes images that all runs that were trained on them divided alike.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="request">How the images are divided.</param>
    /// <param name="dataset">The images; gone where this fails.</param>
    /// <param name="earlier">What <see cref="EarlierOf"/> gives of them.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if a run divided them otherwise, and learned from some that would be tested on; or an earlier version
    /// read other images in these files.
    /// </exception>
    // A folder without a test part is divided by chance: what one run tests on another one may have learned from.
    public static Dataset Divided(OwningRun[] runs, DatasetRequest request, Dataset dataset, Lazy<string> earlier)
    {
        try
        {
            foreach (var (source, path, plan) in runs.Where(r => r.IsOn(dataset.Sha256, earlier)))
            {
                if (
                    !DatasetCatalog.DivideAlike(
                        request,
                        request with
                        {
                            Holdout = plan.Data.Holdout,
                            Seed = plan.RootOfSplit(),
                        }
                    )
                )
                {
                    throw new InvalidInputException(
                        $"{source}: its run divided {request.NameOrPath} into training and test images "
                            + $"otherwise than that of {runs[0].Source}, and learned from some of those tested on; "
                            + "train both with the same data.splitSeed and data.holdout, or measure them one by one."
                    );
                }

                if (StoredRun.ReadOutcome(path)!.Dataset is var known && !known.HasCountsOf(dataset))
                {
                    throw new InvalidInputException(
                        $"{request.NameOrPath}: {ImagesFile.Changes(path, dataset, known)} since {path} was "
                            + "trained on them; measure it with other images, or train anew."
                    );
                }
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
    /// Whether the run is finished, and was trained on images of this SHA-256, or of that which earlier versions gave
    /// them.
    /// </summary>
    public bool IsOn(string content, Lazy<string> earlier) =>
        StoredRun.ReadOutcome(Path) is { Dataset.Sha256: { Length: > 0 } sum }
        && (sum == content || sum == earlier.Value);

    /// <summary>The SHA-256 that earlier versions gave what a request would be read from.</summary>
    public static Lazy<string> EarlierOf(DatasetRequest request, CancellationToken stop) =>
        new(() => DatasetCatalog.EarlierSha256Of(request, stop));

    private static string PlaceOf(string folder) =>
        System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder));

    private static string? FolderOf(string source)
    {
        var folder = System.IO.Path.GetFullPath(source);
        for (var level = 0; level < LevelsBelowRun && System.IO.Path.GetDirectoryName(folder) is { } above; level++)
        {
            folder = above;
            if (StoredRun.Holds(folder))
            {
                return folder;
            }
        }

        return null;
    }
}
