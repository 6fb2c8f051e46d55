using System.CommandLine;
using Accrete.Cli.Options;
using Accrete.Cli.Terminal;
using Accrete.Datasets;
using Accrete.Inference;
using Accrete.Robustness;
using Accrete.Robustness.Corruptions;
using Accrete.Storage;
using Spectre.Console;

namespace Accrete.Cli.Commands;

/// <summary><c>accrete evaluate</c>: how models do on images, clean and worse.</summary>
internal sealed class EvaluateCommand : Command
{
    private const string None = "none";

    private readonly Argument<string[]> sources = new("MODEL|RUN")
    {
        Description =
            "The models to measure, several of which are compared: model files (.safetensors), or folders of runs or "
            + "stages.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly ModelImages images = new() { AllAreMeasured = true };
    private readonly WholeNumberOption seed = new(
        "--seed",
        "The seed of all random choices. [default: 1]",
        0,
        int.MaxValue
    );

    private readonly Option<string[]> corruptions = new("--corruptions")
    {
        Description =
            "The common corruptions to measure: "
            + $"{string.Join(", ", CommonCorruptions.All.Select(c => c.Name))}; or {None}. With --corrupted, any "
            + "others of that folder too. [default: all of these]",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> published = new("--corrupted")
    {
        Description =
            "A folder of published corrupted test images (NAME.npy and labels.npy, as in CIFAR-10-C), to be measured "
            + "instead of images that are corrupted here.",
        HelpName = "DIR",
    };
    private readonly WholeNumberOption count = new(
        "--images",
        "The number of test images to measure, spread evenly over all. [default: all]",
        1,
        int.MaxValue
    );
    private readonly Option<bool> noNoise = new("--no-noise")
    {
        Description = "Do not measure noise on pixels and weights.",
    };
    private readonly Option<string?> folder = new("--out")
    {
        Description = "The folder for the results. [default: the folder of the run, where only one run is measured]",
        HelpName = "DIR",
    };
    private readonly StudyOptions study = new(EvaluationFolder.Name);
    private readonly JsonOption json = new();
    private readonly EngineOptions engine = new();

    public EvaluateCommand()
        : base(
            "evaluate",
            "Measure models on images: accuracy, calibration, robustness to noise and to common corruptions."
        )
    {
        Arguments.Add(sources);
        images.AddTo(this);
        Options.Add(seed);
        Options.Add(corruptions);
        Options.Add(published);
        Options.Add(count);
        Options.Add(noNoise);
        Options.Add(folder);
        study.AddTo(this);
        Options.Add(json);
        engine.AddTo(this);
        SetAction((parsed, stop) => Task.FromResult(Run(parsed, stop)));
    }

    private int Run(ParseResult parsed, CancellationToken stop)
    {
        var screen = Screen.For(parsed, parsed.GetValue(json));
        var names = parsed.GetValue(sources)!;
        var files = names.Select(ModelPath.Require).ToArray();
        var target = EvaluationFolder.Of(parsed.GetValue(folder), names);
        study.Require(parsed, target.Path);
        string[]? asked = parsed.GetValue(corruptions) is { Length: > 0 } given ? [.. given.Distinct()] : null;
        string[]? chosen = asked is [None] ? [] : asked;
        var corrupted = parsed.GetValue(published);
        var made = corrupted is not null ? [] : Made(chosen);
        var device = engine.Start(parsed);
        var models = new List<(string Source, Model Model)>();
        try
        {
            models.AddRange(names.Zip(files, (name, file) => (name, Model.Load(file, device, engine.Limits(parsed)))));
            using var data = images.OpenOrOwn(parsed, files, models[0].Model, screen, stop);
            OwningRun?[] runs = [.. files.Select(f => OwningRun.Of([f]).FirstOrDefault())];
            var evaluation = new RobustnessStudy(models, data, parsed.GetValue(seed) ?? 1)
            {
                Noise = !parsed.GetValue(noNoise),
                Corruptions = made,
                Published = corrupted is null ? null : PublishedCorruptions.Open(corrupted, data, chosen),
                Images = parsed.GetValue(count),
                Learned = [.. runs.Select(r => r is null ? null : ImagesFile.Learned(r.Path))],
            };
            var identity = evaluation.Identity();
            var outcome =
                study.Finished(parsed, target.Path, identity, EvaluationOutcome.Type, screen)
                ?? Measure(parsed, target, evaluation, identity, screen, stop);
            Show(target, outcome, data, runs, screen, parsed.GetValue(json));
        }
        finally
        {
            models.ForEach(m => m.Model.Dispose());
        }

        return ExitStatus.Done;
    }

    private EvaluationOutcome Measure(
        ParseResult parsed,
        EvaluationFolder target,
        RobustnessStudy evaluation,
        IReadOnlyDictionary<string, string> identity,
        Screen screen,
        CancellationToken stop
    )
    {
        using var record = study.Open(parsed, target.Path, identity, mostImages: 0, screen);
        var outcome = StudyBar.Show(screen, progress => evaluation.Run(progress, record, stop));
        target.Write(outcome);
        StudyOptions.Finish(record, screen);
        return outcome;
    }

    private static void Show(
        EvaluationFolder target,
        EvaluationOutcome outcome,
        Dataset data,
        OwningRun?[] runs,
        Screen screen,
        bool json
    )
    {
        EvaluationTable.Print(outcome, screen.People);
        foreach (var (model, run) in outcome.Models.Zip(runs))
        {
            BalanceLine.Print(
                model.Test.ClassAccuracy,
                data,
                run?.Plan.Data.Balance ?? ClassBalance.None,
                screen.People,
                outcome.Models.Count > 1 ? model.Source : null
            );
        }

        screen.People.WriteLine($"Evaluation: {target.Json}. Page: {target.Page}");
        if (json)
        {
            screen.Document(outcome, EvaluationOutcome.Type);
        }
    }

    private static IReadOnlyList<ICorruption> Made(string[]? names) =>
        names is null ? CommonCorruptions.All : [.. names.Select(CommonCorruptions.Find)];
}
