using System.CommandLine;
using System.Text.Json;
using Accrete.Cli.Options;
using Accrete.Cli.Terminal;
using Accrete.Datasets;
using Accrete.Files;
using Accrete.Inference;
using Accrete.Reports;
using Accrete.Robustness.Detection;
using Accrete.Storage;
using Spectre.Console;

namespace Accrete.Cli.Commands;

/// <summary><c>accrete detect</c>: attacks the last network of a run, and measures what its lineage notices.</summary>
internal sealed class DetectCommand : Command
{
    private const string Results = "detection";

    // Of images that come without a training part; of the rest, half set the threshold.
    private const double LearnedShare = 1.0 / 3;

    private readonly Argument<string> run = new("RUN")
    {
        Description = "The folder of a finished run with at least two stages.",
    };
    private readonly ModelImages images = new() { AllAreMeasured = true };
    private readonly WholeNumberOption count = new(
        "--images",
        "The number of test images to attack. [default: 500]",
        1,
        int.MaxValue
    );
    private readonly PixelSizeOption epsilon = new(
        "--epsilon",
        "The largest change of a pixel value that an attack may make, where the pixel range is 0 to 1. [default: "
            + "8/255; 0.1 for grayscale images]"
    );
    private readonly WholeNumberOption steps = new(
        "--steps",
        "The number of steps of gradient attacks. [default: 20]",
        1,
        10_000
    );
    private readonly WholeNumberOption awareSteps = new(
        "--aware-steps",
        "The number of steps of attacks that know the detector, from each of two starts. [default: 100]",
        1,
        10_000
    );
    private readonly WholeNumberOption questions = new(
        "--questions",
        "The query budget of the black-box attack: how many predictions it may ask for. [default: 500]",
        1,
        1_000_000
    );

    private readonly Option<string[]> attacks = new("--attacks")
    {
        Description =
            "The attacks to run on the last network, and on all networks together: "
            + $"{string.Join(", ", AttackSettings.Names)}. [default: all]",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]> ensemble = new("--ensemble")
    {
        Description =
            "Runs or models that were trained independently of this run. With its last network they form an ensemble, "
            + "which is measured as a baseline.",
        HelpName = "MODEL|RUN",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> surrogate = new("--surrogate")
    {
        Description =
            "Another run or model, not in the ensemble. Attacks are made on it and then tried on this run (transfer "
            + "attacks).",
        HelpName = "MODEL|RUN",
    };

    private readonly Option<string?> other = new("--other")
    {
        Description =
            "Out-of-distribution images, which should be detected too: a data set known by name, or a folder of "
            + "images by class.",
        HelpName = "NAME|DIR",
    };
    private readonly FactorOption falsePositives = new(
        "--false-positives",
        "The false-positive rate: the share of clean images that may be called suspicious. A rate that the number of "
            + "test images is too small to confirm is refused. [default: 0.05]",
        0.001,
        0.5
    );
    private readonly WholeNumberOption seed = new(
        "--seed",
        "The seed of all random choices. [default: 1]",
        0,
        int.MaxValue
    );
    private readonly Option<string?> folder = new("--out")
    {
        Description =
            "The folder for the results. The detector is always written into the run. [default: the folder of the run]",
        HelpName = "DIR",
    };
    private readonly StudyOptions study = new(Results);
    private readonly JsonOption json = new();
    private readonly EngineOptions engine = new();

    public DetectCommand()
        : base(
            "detect",
            "Measure how well the networks of a run detect adversarial attacks together, and store the threshold with "
                + "which predict --mutual warns."
        )
    {
        Arguments.Add(run);
        images.AddTo(this);
        foreach (
            var option in new Option[]
            {
                count,
                epsilon,
                steps,
                awareSteps,
                questions,
                attacks,
                ensemble,
                surrogate,
                other,
                falsePositives,
                seed,
                folder,
                json,
            }
        )
        {
            Options.Add(option);
        }

        study.AddTo(this);
        engine.AddTo(this);
        SetAction((parsed, stop) => Task.FromResult(Run(parsed, stop)));
    }

    private int Run(ParseResult parsed, CancellationToken stop)
    {
        var screen = Screen.For(parsed, parsed.GetValue(json));
        var source = parsed.GetValue(run)!;
        string[] independent = [.. (parsed.GetValue(ensemble) ?? []).Select(ModelPath.Require)];
        string[] transferred = parsed.GetValue(surrogate) is { } from ? [ModelPath.Require(from)] : [];
        StoredRun.CheckIndependent(source, [.. independent, .. transferred]);
        var target = parsed.GetValue(folder) ?? source;
        var device = engine.Start(parsed);
        var models = new List<Model>();
        try
        {
            models.AddRange(StoredRun.ReadLineage(source, device, engine.Limits(parsed)));
            DetectorFile.CheckModel(source);
            MutualInference.CheckMembers(models.Count);
            study.Require(parsed, target);
            var members = models.Count;
            models.AddRange(independent.Concat(transferred).Select(f => Model.Load(f, device, engine.Limits(parsed))));
            using var data = WithTraining(
                images.OpenOrOwn(
                    parsed,
                    [ModelPath.Require(source), .. independent, .. transferred],
                    models[members - 1],
                    screen,
                    stop
                ),
                screen
            );
            using var strange = parsed.GetValue(other) is { } name
                ? images.OpenLike(name, data, parsed, screen, stop)
                : null;
            var detection = new DetectionStudy(
                source,
                models[..members],
                data,
                Settings(parsed, data),
                parsed.GetValue(seed) ?? 1
            )
            {
                Images = parsed.GetValue(count) ?? 500,
                FalsePositiveRate = parsed.GetValue(falsePositives),
                Ensemble = [.. independent.Zip(models.Skip(members))],
                Surrogate = transferred.Length == 0 ? null : (transferred[0], models[^1]),
                Other = strange,
            };
            var identity = detection.Identity();
            var outcome = study.Finished(parsed, target, identity, DetectionOutcome.Type, screen);
            if (outcome is null)
            {
                outcome = Measure(parsed, source, target, detection, identity, screen, stop);
            }
            else if (!DetectorFile.Holds(source, outcome.Detector))
            {
                using var inference = detection.Learn(stop);
                DetectorFile.Write(source, inference);
                screen.Note(
                    $"{source}: had no detector, or that of another study; it has the one of this study again."
                );
            }

            Show(target, outcome, screen, parsed.GetValue(json));
        }
        finally
        {
            models.ForEach(m => m.Dispose());
        }

        return ExitStatus.Done;
    }

    private DetectionOutcome Measure(
        ParseResult parsed,
        string source,
        string target,
        DetectionStudy detection,
        IReadOnlyDictionary<string, string> identity,
        Screen screen,
        CancellationToken stop
    )
    {
        using var record = study.Open(parsed, target, identity, detection.MostKept, screen);
        var (outcome, inference) = StudyBar.Show(screen, progress => detection.Run(progress, record, stop));
        using (inference)
        {
            outcome = outcome with { Detector = DetectorFile.Write(source, inference) };
        }

        Write(target, outcome);
        StudyOptions.Finish(record, screen);
        return outcome;
    }

    // What is usual must be learned from images that neither set the threshold nor are attacked.
    private static Dataset WithTraining(Dataset data, Screen screen)
    {
        if (data.Train.Count > 0)
        {
            return data;
        }

        using (data)
        {
            var divided = data.Divided(LearnedShare, new Seed(1).For("usual"));
            screen.Note(
                $"{NumberText.Count(divided.Train.Count)} of the {Counted.Of(data.Test.Count, "image")} of "
                    + $"{Printable.Of(data.Name)} say what is usual; the others set the threshold or are attacked."
            );
            return divided;
        }
    }

    private AttackSettings Settings(ParseResult parsed, Dataset data)
    {
        var settings = new AttackSettings(parsed.GetValue(epsilon) ?? AttackSettings.CustomaryEpsilon(data.Shape))
        {
            Steps = parsed.GetValue(steps) ?? 20,
            AwareSteps = parsed.GetValue(awareSteps) ?? 100,
            Questions = parsed.GetValue(questions) ?? 500,
        };
        string[] chosen = parsed.GetValue(attacks) is { Length: > 0 } names
            ? [.. names.Distinct()]
            : [.. AttackSettings.Names];
        foreach (var name in chosen)
        {
            settings.Find(name, data.Shape);
        }

        return settings with
        {
            Chosen = chosen,
        };
    }

    private static void Write(string target, DetectionOutcome outcome)
    {
        AtomicFile.Write(RunFolder.FileIn(target, $"{Results}.html"), DetectionReport.Page(outcome));
        // The last file: where it is, the study is finished.
        AtomicFile.Write(
            RunFolder.FileIn(target, $"{Results}.json"),
            JsonSerializer.Serialize(outcome, DetectionOutcome.Type)
        );
    }

    private static void Show(string target, DetectionOutcome outcome, Screen screen, bool asJson)
    {
        DetectionTable.Print(outcome, screen.People);
        screen.People.WriteLine(
            $"Detection: {RunFolder.FileIn(target, $"{Results}.json")}. Page: "
                + $"{RunFolder.FileIn(target, $"{Results}.html")}"
        );
        if (asJson)
        {
            screen.Document(outcome, DetectionOutcome.Type);
        }
    }
}
