using System.CommandLine;
using Accrete.Cli.Options;
using Accrete.Cli.Terminal;
using Accrete.Datasets;
using Accrete.Inference;
using Accrete.Storage;

namespace Accrete.Cli.Commands;

/// <summary><c>accrete predict</c>: the classes of images, by a trained model.</summary>
internal sealed class PredictCommand : Command
{
    private readonly Argument<string> target = new("MODEL|RUN")
    {
        Description = "The model: a model file (.safetensors), or the folder of a run or a stage.",
    };

    private readonly Argument<string[]> images = new("IMAGE|FOLDER")
    {
        Description = "Image files, or folders, of which all images at any depth are taken.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly WholeNumberOption top = new(
        "--top",
        "The number of most likely classes to name. [default: 1]",
        1,
        1_000_000
    );
    private readonly WholeNumberOption batch = new(
        "--batch",
        "The number of images that pass through the network at once. [default: 64]",
        1,
        65_536
    );
    private readonly Option<bool> mutual = new("--mutual")
    {
        Description =
            "Ask all networks of the run, and warn about images that look suspicious to them. Run "
            + $"'{CommandHint.Of("detect")}' first: it sets the threshold.",
    };
    private readonly JsonOption json = new()
    {
        Description = "Print one JSON document for each image, each on a line of its own.",
    };
    private readonly EngineOptions engine = new();

    public PredictCommand()
        : base("predict", "Name the classes of images, with the confidence in each.")
    {
        Arguments.Add(target);
        Arguments.Add(images);
        Options.Add(top);
        Options.Add(batch);
        Options.Add(mutual);
        Options.Add(json);
        engine.AddTo(this);
        SetAction((parsed, stop) => Task.FromResult(Run(parsed, stop)));
    }

    private int Run(ParseResult parsed, CancellationToken stop)
    {
        var source = parsed.GetValue(target)!;
        var path = ModelPath.Require(source);
        var files = ImageFiles.Find(parsed.GetValue(images)!, stop);
        var device = engine.Start(parsed);
        using var model = Model.Load(path, device, engine.Limits(parsed));
        using var inference = parsed.GetValue(mutual) ? DetectorFile.Read(source, device, engine.Limits(parsed)) : null;
        var screen = Screen.For(parsed, parsed.GetValue(json));
        foreach (var passed in files.PassedOver)
        {
            screen.Note($"{passed}.");
        }

        if (inference is not null)
        {
            screen.Note(
                inference.Promise is { } promise
                    ? $"{promise}."
                    : "the detector does not say how many images set its threshold; make it again with "
                        + $"'{CommandHint.Of("detect", source)}'."
            );
        }

        var lines = new PredictionLines(screen, parsed.GetValue(json), model.Classes);
        using var predictor = new Predictor(
            model,
            new PredictorOptions
            {
                Top = parsed.GetValue(top) ?? 1,
                BatchSize = parsed.GetValue(batch) ?? 64,
                Check = inference,
            }
        );
        foreach (var prediction in predictor.Predict(files.Paths, stop))
        {
            lines.Print(prediction);
        }

        return lines.Problems == 0
            ? ExitStatus.Done
            : throw new AccreteException(
                $"{lines.Problems} of {Counted.Of(files.Paths.Count, "image")} could not be read and were skipped."
            );
    }
}
