using System.CommandLine;
using Accrete.Blueprints;
using Accrete.Cli.Terminal;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Storage;
using Accrete.Training;

namespace Accrete.Cli.Options;

/// <summary>The options that name images for a trained model, which is measured on them: <c>--data</c>, <c>--data-root</c>.</summary>
internal sealed class ModelImages
{
    // From the model of a stage: RUN/stages/01/model.safetensors.
    private const int LevelsBelowRun = 3;

    private readonly Option<string?> data = new("--data") { Description = "Real images to measure on: a named data set, or a folder of images by class.", HelpName = "NAME|DIR" };
    private readonly DataRootOption dataRoot = new();

    /// <summary>Declares them on a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(data);
        command.Options.Add(dataRoot);
    }

    /// <summary>Whether there are any.</summary>
    public bool AreGiven(ParseResult parsed) => parsed.GetValue(data) is not null;

    /// <summary>Reads the images in the model's own size and channels; null when none are given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="source">The file that the model came from: where it lies in a run, images are divided as the run divided them.</param>
    /// <param name="model">The model.</param>
    /// <param name="screen">Where a bar is shown.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="InvalidInputException">They are not there, damaged, or cannot be brought to the model's shape.</exception>
    public Dataset? Open(ParseResult parsed, string source, Model model, Screen screen, CancellationToken stop)
    {
        if (parsed.GetValue(data) is not { } name)
        {
            return null;
        }

        return Read(Request(name, parsed.GetValue(dataRoot), model.Network.Blueprint.Input, PlanOf(source) ?? new Plan()), screen, stop);
    }

    /// <summary>Reads images of another kind in the shape of those at hand.</summary>
    /// <exception cref="InvalidInputException">They are not there, damaged, or cannot be brought to that shape.</exception>
    public Dataset OpenLike(string name, Dataset data, ParseResult parsed, Screen screen, CancellationToken stop) =>
        Read(Request(name, parsed.GetValue(dataRoot), data.Shape, new Plan()), screen, stop);

    /// <summary>Reads the images for several models; where none are given, those that the first one's run was trained on.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="sources">The files that the models came from.</param>
    /// <param name="model">The first model.</param>
    /// <param name="screen">Where a bar is shown.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="InvalidInputException">
    /// They are not there, damaged, or cannot be brought to the model's shape; the first model belongs to no run; or another one's run
    /// divided them otherwise.
    /// </exception>
    public Dataset OpenOrOwn(ParseResult parsed, IReadOnlyList<string> sources, Model model, Screen screen, CancellationToken stop)
    {
        (string Source, string Run)[] runs = [.. sources.Select(s => (Source: s, Run: RunOf(s))).Where(r => r.Run is not null).Select(r => (r.Source, r.Run!))];
        var plan = runs.Length == 0 ? new Plan() : StoredRun.ReadPlan(runs[0].Run);
        if (parsed.GetValue(data) is { } name)
        {
            var request = Request(name, parsed.GetValue(dataRoot), model.Network.Blueprint.Input, plan);
            return Divided(request, Read(request, screen, stop), runs);
        }

        if (runs.Length == 0 || runs[0].Source != sources[0])
        {
            throw new InvalidInputException($"{sources[0]}: belongs to no run that says which images it is for; give --data.");
        }

        plan = plan with { Data = plan.Data with { Root = parsed.GetValue(dataRoot) ?? plan.Data.Root } };
        return Divided(PlanData.Request(plan), PlanData.Open(plan, screen, stop), runs);
    }

    // A folder without a test part is divided by chance: what one run tests on another one may have learned from.
    private static Dataset Divided(DatasetRequest request, Dataset dataset, (string Source, string Run)[] runs)
    {
        foreach (var (source, run) in runs.Where(r => StoredRun.ReadOutcome(r.Run)?.Dataset.Sha256 == dataset.Sha256))
        {
            var plan = StoredRun.ReadPlan(run);
            if (!DatasetCatalog.DivideAlike(request, request with { Holdout = plan.Data.Holdout, Seed = plan.RootOfSplit() }))
            {
                dataset.Dispose();
                throw new InvalidInputException($"{source}: its run divided {request.NameOrPath} into training and test images otherwise than that of {runs[0].Source}, and learned from some of those tested on; train both with the same data.splitSeed and data.holdout, or measure them one by one.");
            }
        }

        return dataset;
    }

    private static Dataset Read(DatasetRequest request, Screen screen, CancellationToken stop)
    {
        var dataset = DecodeBar.Show(screen, progress => DatasetCatalog.Open(request, progress, stop));
        if (dataset.CacheWarning is { } warning)
        {
            screen.Warn(warning);
        }

        return dataset;
    }

    private static DatasetRequest Request(string name, string? root, ImageShape input, Plan plan) => input.Height == input.Width
        ? new DatasetRequest { NameOrPath = name, Root = root, Size = input.Height, Channels = input.Channels, Holdout = plan.Data.Holdout, Seed = plan.RootOfSplit() }
        : throw new InvalidInputException($"--data {name}: images are read as squares, and the model takes {input}; leave --data out.");

    // The plan of the run that a model lies in: images that it learned from must not be tested on. Without a run they are divided
    // as they are by default.
    private static Plan? PlanOf(string source) => RunOf(source) is { } run ? StoredRun.ReadPlan(run) : null;

    private static string? RunOf(string source)
    {
        var folder = Path.GetFullPath(source);
        for (var level = 0; level < LevelsBelowRun && Path.GetDirectoryName(folder) is { } above; level++)
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
