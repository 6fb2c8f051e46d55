using System.CommandLine;
using Accrete.Blueprints;
using Accrete.Cli.Options;
using Accrete.Cli.Terminal;
using Accrete.Growth;
using Accrete.Inference;
using Accrete.Machine;
using static TorchSharp.torch;

namespace Accrete.Cli.Commands;

/// <summary><c>accrete grow</c>: a model that is wider or deeper and answers as before.</summary>
internal sealed class GrowCommand : Command
{
    // The tensors of the new network, the network made of them, and the copy that is measured.
    private const int CopiesInMemory = 3;

    private static readonly GrowthSettings Usual = new();

    private readonly Argument<string> source = new("MODEL|RUN")
    {
        Description = "The model: a model file (.safetensors), or the folder of a run or a stage.",
    };
    private readonly GrowTarget target = new();
    private readonly ModelImages images = new() { LabelsMatter = false };
    private readonly FactorOption leastShare = new(
        "--least-share",
        "The smallest part of the outgoing weight that a copied channel gets, relative to an equal split. [default: "
            + $"{NumberText.Plain(Usual.LeastShare)}]",
        0.01,
        1
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

    public GrowCommand()
        : base("grow", "Make a model wider or deeper without changing its outputs, and show the measured proof.")
    {
        Arguments.Add(source);
        target.AddTo(this);
        images.AddTo(this);
        Options.Add(leastShare);
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
        using var model = Model.Load(from, engine.Start(parsed), engine.Limits(parsed));
        var network = model.Network;
        var blueprint = target.Require(parsed, network.Blueprint);
        Check(network.Blueprint, blueprint, images.AreGiven(parsed));
        engine.Limits(parsed).Check(blueprint, "--widen, --deepen");
        var screen = Screen.For(parsed, parsed.GetValue(json));
        using var scope = NewDisposeScope();
        using var data = images.Open(parsed, from, model, screen, stop);
        var root = new Seed((ulong)(parsed.GetValue(seed) ?? 1));
        var measured = MeasuringImages.Of(data, model, Usual.ReceiptImages, root.For("receipt"));
        using var probe = new ReceiptProbe(measured.Sample.Images, stop: stop);
        var calibration = MeasuringImages
            .Of(data, model, Usual.CalibrationImages, root.For("calibration"))
            .Sample.Images;
        var (grown, receipts) = new Grower(
            probe,
            calibration,
            Usual with
            {
                LeastShare = parsed.GetValue(leastShare) ?? Usual.LeastShare,
            }
        ).Grow(network, null, blueprint, root.For("growth"));
        using (var larger = new Model(grown.Network, model.Classes, model.Preprocessing))
        {
            larger.Save(path);
        }

        ChangedModel.Of(path, network.Blueprint, blueprint, measured, receipts).Print(screen, parsed.GetValue(json));
        return ExitStatus.Done;
    }

    private static void Check(Blueprint from, Blueprint target, bool hasImages)
    {
        if (!hasImages && Deepen.CalibratedLayers(from, target) is [var norm, ..])
        {
            throw new InvalidInputException(
                $"--data: is missing; the new norm '{norm}' measures its statistics on real images, name some."
            );
        }

        var needed = (double)CopiesInMemory * sizeof(float) * target.ParameterCount;
        if (needed > PhysicalMemory.Measure().AvailableBytes)
        {
            throw new InvalidInputException(
                $"--widen, --deepen: the network would have {NumberText.Short(target.ParameterCount)} "
                    + "parameters, too many for the memory of this machine; grow it less."
            );
        }
    }
}
