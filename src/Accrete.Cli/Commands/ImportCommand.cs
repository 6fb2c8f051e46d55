using System.CommandLine;
using Accrete.Blueprints;
using Accrete.Cli.Options;
using Accrete.Cli.Terminal;
using Accrete.Datasets;
using Accrete.Inference;
using Accrete.Interchange;

namespace Accrete.Cli.Commands;

/// <summary><c>accrete import</c>: a model file from the weights of a network that was trained elsewhere.</summary>
internal sealed class ImportCommand : Command
{
    private readonly Argument<string> weights = new("FILE")
    {
        Description = "A state dict in a safetensors file, with PyTorch's parameter names.",
    };
    private readonly ImportedArchitecture architecture = new();
    private readonly NumberListOption mean = new(
        "--mean",
        "The mean of each channel with which training images were normalized, where pixels are from 0 to 1. [default: "
            + "0]",
        0,
        1
    );
    private readonly NumberListOption deviation = new(
        "--std",
        "The standard deviation of each channel with which training images were normalized. [default: 1]",
        1e-6,
        1e6
    );
    private readonly OutFileOptions file = new();
    private readonly JsonOption json = new();
    private readonly LibTorchOption libtorch = new();
    private readonly CostOptions costs = new();

    public ImportCommand()
        : base("import", "Make a model file from the weights of a network that was trained in another program.")
    {
        Arguments.Add(weights);
        architecture.AddTo(this);
        Options.Add(mean);
        Options.Add(deviation);
        file.AddTo(this);
        Options.Add(json);
        Options.Add(libtorch);
        costs.AddTo(this);
        SetAction((parsed, _) => Task.FromResult(Run(parsed)));
    }

    private int Run(ParseResult parsed)
    {
        var path = file.RequireModel(parsed);
        if (IsOwn(parsed))
        {
            return CopyOwn(parsed, path);
        }

        var build = architecture.Require(parsed);
        var preprocessing = Normalisation(parsed, build(1).Input);
        Engine.Start(parsed.GetValue(libtorch), threads: null, "cpu");
        using var source = StateDictFile.Read(parsed.GetValue(weights)!);
        var classes = architecture.Classes(parsed, source, build);
        var blueprint = build(classes.Count);
        costs.Limits(parsed).Check(blueprint, parsed.GetValue(weights)!);
        using var model = new Model(source.ToNetwork(blueprint), classes, preprocessing);
        model.Save(path);
        var screen = Screen.For(parsed, parsed.GetValue(json));
        foreach (var leftOut in source.LeftOut(blueprint))
        {
            screen.Note($"{parsed.GetValue(weights)}: {leftOut}");
        }

        WrittenModel.Of(path, "model", model).Print(screen, parsed.GetValue(json));
        return ExitStatus.Done;
    }

    // What Accrete exported says itself which network it is, also one that grew or was pruned.
    private bool IsOwn(ParseResult parsed) =>
        !architecture.IsGiven(parsed)
        && parsed.GetValue(mean) is not { Length: > 0 }
        && parsed.GetValue(deviation) is not { Length: > 0 }
        && ModelFile.NamesNetwork(parsed.GetValue(weights)!);

    private int CopyOwn(ParseResult parsed, string path)
    {
        Engine.Start(parsed.GetValue(libtorch), threads: null, "cpu");
        using var model = ModelFile.Read(parsed.GetValue(weights)!, limits: costs.Limits(parsed));
        model.Save(path);
        WrittenModel.Of(path, "model", model).Print(Screen.For(parsed, parsed.GetValue(json)), parsed.GetValue(json));
        return ExitStatus.Done;
    }

    private Preprocessing Normalisation(ParseResult parsed, ImageShape input) =>
        new(input, OfChannels(parsed, mean, input, 0), OfChannels(parsed, deviation, input, 1));

    private static float[] OfChannels(ParseResult parsed, NumberListOption option, ImageShape input, float usual)
    {
        var numbers = parsed.GetValue(option) is { Length: > 0 } given
            ? given
            : [.. Enumerable.Repeat(usual, input.Channels)];
        return numbers.Length == input.Channels
            ? numbers
            : throw new InvalidInputException(
                $"{option.Name}: has {numbers.Length} numbers, and images "
                    + $"{Counted.Of(input.Channels, "channel")}; give one for each."
            );
    }
}
