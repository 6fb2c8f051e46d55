using System.CommandLine;
using Accrete.Cli.Options;
using Accrete.Cli.Terminal;
using Accrete.Growth;
using Accrete.Inference;
using Accrete.Networks;
using Accrete.Pruning;
using static TorchSharp.torch;

namespace Accrete.Cli.Commands;

/// <summary><c>accrete prune</c>: a model without the channels that matter least.</summary>
internal sealed class PruneCommand : Command
{
    private static readonly int UsualImages = new PruningSettings().Images;
    private static readonly int ReceiptImages = new GrowthSettings().ReceiptImages;

    private readonly Argument<string> source = new("MODEL|RUN")
    {
        Description = "The model: a model file (.safetensors), or the folder of a run or a stage.",
    };
    private readonly PruneChoice choice = new();
    private readonly ModelImages images = new();
    private readonly WholeNumberOption count = new(
        "--images",
        $"The number of training images on which the criterion measures importance. [default: {UsualImages}]",
        2,
        65_536
    );
    private readonly WholeNumberOption seed = new(
        "--seed",
        "The seed of all random choices. [default: 1]",
        0,
        int.MaxValue
    );
    private readonly OutFileOptions file = new();
    private readonly JsonOption json = new();
    private readonly EngineOptions engine = new();

    public PruneCommand()
        : base("prune", "Remove the least important channels from a model, and show how much that changes its outputs.")
    {
        Arguments.Add(source);
        choice.AddTo(this);
        images.AddTo(this);
        Options.Add(count);
        Options.Add(seed);
        file.AddTo(this);
        Options.Add(json);
        engine.AddTo(this);
        SetAction((parsed, stop) => Task.FromResult(Run(parsed, stop)));
    }

    private int Run(ParseResult parsed, CancellationToken stop)
    {
        var from = ModelPath.Require(parsed.GetValue(source)!);
        var path = file.RequireModel(parsed);
        var root = new Seed((ulong)(parsed.GetValue(seed) ?? 1));
        var criterion = choice.Criterion(parsed, images.AreGiven(parsed), root.For("pruning"));
        using var model = Model.Load(from, engine.Start(parsed), engine.Limits(parsed));
        var network = model.Network;
        var screen = Screen.For(parsed, parsed.GetValue(json));
        using var data = images.Open(parsed, from, model, screen, stop);
        using var scope = NewDisposeScope();
        var measured = MeasuringImages.Of(data, model, ReceiptImages, root.For("receipt"));
        var (pruned, receipt) = Prune(
            parsed,
            network,
            criterion,
            data is null ? null : MeasuringImages.Of(data, model, parsed.GetValue(count) ?? UsualImages, root).Sample,
            measured,
            stop
        );
        using var narrow = new Model(pruned.Network, model.Classes, model.Preprocessing);
        var tests = data is null
            ? null
            : new[] { network, narrow.Network }
                .Select(n => Evaluator.Evaluate(n, data.Test, model.Preprocessing, stop: stop))
                .ToArray();
        narrow.Save(path);
        ChangedModel
            .Of(path, network.Blueprint, narrow.Network.Blueprint, measured, [receipt], tests)
            .Print(screen, parsed.GetValue(json));
        return ExitStatus.Done;
    }

    private (Transformed, Receipt) Prune(
        ParseResult parsed,
        Network network,
        ICriterion criterion,
        ImageSample? sample,
        MeasuringImages measured,
        CancellationToken stop
    )
    {
        using var probe = new ReceiptProbe(measured.Sample.Images, stop: stop);
        var importance = criterion.Measure(network, sample, stop).Groups;
        return probe.Measure(
            Receipt.Prune,
            network,
            () => Pruning.Prune.To(network, null, importance, choice.Limits(parsed), choice.Keep(parsed)),
            exact: false
        );
    }
}
