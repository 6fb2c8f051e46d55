using System.CommandLine;
using Accrete.Blueprints;
using Accrete.Cli.Terminal;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Inference;
using Accrete.Storage;

namespace Accrete.Cli.Options;

/// <summary>
/// The options that name images for a trained model, which is measured on them: <c>--data</c>, <c>--data-root</c>,
/// <c>--skip-unknown</c>.
/// </summary>
internal sealed class ModelImages
{
    private readonly Option<string?> data = new("--data")
    {
        Description =
            "The images to use: a data set known by name, or a folder with a folder of images for each class.",
        HelpName = "NAME|DIR",
    };
    private readonly DataRootOption dataRoot = new();
    private readonly Option<bool> skipBad = new("--skip-bad") { Description = PlanOptions.SkipBadText };
    private readonly Option<bool> skipUnknown = new("--skip-unknown")
    {
        Description = "Pass over images of classes that the model does not know.",
    };

    /// <summary>
    /// Whether a folder without a test part is measured as a whole, instead of a part that is held out: always where
    /// the model's run was not trained on its images.
    /// </summary>
    public bool AllAreMeasured { get; init; }

    /// <summary>Whether images have to be of the model's classes.</summary>
    public bool LabelsMatter { get; init; } = true;

    /// <summary>Declares them on a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(data);
        command.Options.Add(dataRoot);
        command.Options.Add(skipBad);
        if (LabelsMatter)
        {
            command.Options.Add(skipUnknown);
        }
    }

    /// <summary>Whether there are any.</summary>
    public bool AreGiven(ParseResult parsed) => parsed.GetValue(data) is not null;

    /// <summary>Reads the images in the model's own size and channels; null when none are given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="source">The file that the model came from: where it lies in a run, images are divided as the run
    /// divided them.</param>
    /// <param name="model">The model.</param>
    /// <param name="screen">Where a bar is shown.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if they are not there, damaged, of other classes, or cannot be brought to the model's shape.
    /// </exception>
    public Dataset? Open(ParseResult parsed, string source, Model model, Screen screen, CancellationToken stop) =>
        parsed.GetValue(data) is null ? null : OpenGiven(parsed, [.. OwningRun.Of([source])], model, screen, stop);

    /// <summary>Reads images of another kind in the shape of those at hand.</summary>
    /// <exception cref="InvalidInputException">Throws if they are not there, damaged, or cannot be brought to that
    /// shape.</exception>
    public Dataset OpenLike(string name, Dataset data, ParseResult parsed, Screen screen, CancellationToken stop) =>
        Read(
            Request(name, parsed.GetValue(dataRoot), data.Shape, data.Fit, new Plan()) with
            {
                AllIsTest = true,
            },
            screen,
            stop
        );

    /// <summary>
    /// Reads the images for several models; where none are given, those that the first one's run was trained on.
    /// </summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="sources">The files that the models came from.</param>
    /// <param name="model">The first model.</param>
    /// <param name="screen">Where a bar is shown.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if they are not there, damaged, of other classes, or cannot be brought to the model's shape; the first
    /// model belongs to no run; or another one's run divided them otherwise.
    /// </exception>
    public Dataset OpenOrOwn(
        ParseResult parsed,
        IReadOnlyList<string> sources,
        Model model,
        Screen screen,
        CancellationToken stop
    )
    {
        OwningRun[] runs = [.. OwningRun.Of(sources)];
        if (parsed.GetValue(data) is not null)
        {
            return OpenGiven(parsed, runs, model, screen, stop);
        }

        if (runs.Length == 0 || runs[0].Source != sources[0])
        {
            throw new InvalidInputException(
                $"{sources[0]}: belongs to no run that says which images it is for; give --data."
            );
        }

        var plan = runs[0].Plan;
        plan = plan with { Data = plan.Data with { Root = parsed.GetValue(dataRoot) ?? plan.Data.Root } };
        var request = PlannedImages.Request(plan);
        return Told(
            runs,
            OwningRun.Divided(
                runs,
                request,
                PlanData.Open(plan, screen, stop, runs[0].Path),
                OwningRun.EarlierOf(request, stop)
            ),
            screen
        );
    }

    private Dataset OpenGiven(ParseResult parsed, OwningRun[] runs, Model model, Screen screen, CancellationToken stop)
    {
        var name = parsed.GetValue(data)!;
        var request = Request(
            name,
            parsed.GetValue(dataRoot),
            model.Network.Blueprint.Input,
            model.Preprocessing.Fit,
            runs.Length == 0 ? new Plan() : runs[0].Plan
        );
        request = request with { SkipBad = request.SkipBad || parsed.GetValue(skipBad) };
        var earlier = OwningRun.EarlierOf(request, stop);
        request = request with { AllIsTest = AllAreMeasured && !OwningRun.LearnedFrom(runs, request, earlier, stop) };
        var read = OwningRun.Divided(runs, request, Read(request, screen, stop), earlier);
        if (
            AllAreMeasured
            && !request.AllIsTest
            && !runs.Any(r => r.IsOn(read.Sha256, earlier) || ImagesFile.Learned(r.Path) is not null)
        )
        {
            screen.Warn(
                $"{Printable.Of(name)}: its images are not those that the run was trained on there; where they "
                    + "are divided by chance, it may have learned from some that are measured now."
            );
        }

        read = LabelsMatter ? Labelled(read, model, parsed.GetValue(skipUnknown), screen) : read;
        return AllAreMeasured ? Told(runs, read, screen) : read;
    }

    private static Dataset Told(OwningRun[] runs, Dataset read, Screen screen)
    {
        foreach (var run in runs)
        {
            if (ImagesFile.Learned(run.Path)?.CountIn(read) is > 0 and var known)
            {
                screen.Warn(
                    $"{Printable.Of(read.Location ?? read.Name)}: {NumberText.Count(known)} of the "
                        + $"{Counted.Of(read.Test.Count, "test image")} {(known == 1 ? "is" : "are")} among those "
                        + $"that {Printable.Of(run.Path)} was trained on; there it shows what it remembers, not "
                        + "what it can do."
                );
            }
        }

        return read;
    }

    private static Dataset Labelled(Dataset read, Model model, bool skip, Screen screen)
    {
        try
        {
            string[] unknown = [.. model.Unknown(read)];
            var labelled = model.Labelled(read, skip);
            if (ReferenceEquals(labelled, read))
            {
                return read;
            }

            if (unknown.Length > 0)
            {
                var passedOver = read.Train.Count + read.Test.Count - labelled.Train.Count - labelled.Test.Count;
                screen.Note(
                    $"{Counted.Of(passedOver, "image")} of classes that the model does not know were passed "
                        + $"over: {string.Join(", ", unknown.Select(Printable.Of))}."
                );
            }

            read.Dispose();
            return labelled;
        }
        catch
        {
            read.Dispose();
            throw;
        }
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

    private static DatasetRequest Request(string name, string? root, ImageShape input, ImageFit fit, Plan plan) =>
        input.Height == input.Width
            ? new DatasetRequest
            {
                NameOrPath = name,
                Root = root,
                Size = input.Height,
                Channels = input.Channels,
                Fit = fit,
                Holdout = plan.Data.Holdout,
                SkipBad = plan.Data.SkipBad,
                Seed = plan.RootOfSplit(),
            }
            : throw new InvalidInputException(
                $"--data {name}: images are read as squares, and the model takes {input}; leave --data out."
            );
}
