using System.CommandLine;
using Accrete.Cli.Options;
using Accrete.Cli.Terminal;
using Accrete.Inference;

namespace Accrete.Cli.Commands;

/// <summary><c>accrete export</c>: a trained model in a format that other programs read.</summary>
internal sealed class ExportCommand : Command
{
    private readonly Argument<string> target = new("MODEL|RUN")
    {
        Description = "The model: a model file (.safetensors), or the folder of a run or a stage.",
    };
    private readonly ExportFormat format = new();
    private readonly OutFileOptions file = new();
    private readonly JsonOption json = new();
    private readonly LibTorchOption libtorch = new();
    private readonly CostOptions costs = new();

    public ExportCommand()
        : base(
            "export",
            "Write a trained model in a format that other programs read: ONNX, or a state dict for PyTorch."
        )
    {
        Arguments.Add(target);
        format.AddTo(this);
        file.AddTo(this);
        Options.Add(json);
        Options.Add(libtorch);
        costs.AddTo(this);
        SetAction((parsed, stop) => Task.FromResult(Run(parsed, stop)));
    }

    private int Run(ParseResult parsed, CancellationToken stop)
    {
        var source = ModelPath.Require(parsed.GetValue(target)!);
        var path = file.Require(parsed);
        var name = format.Require(parsed, path);
        Engine.Start(parsed.GetValue(libtorch), threads: null, "cpu");
        using var model = Model.Load(source, limits: costs.Limits(parsed));
        format.Write(parsed, name, path, model, stop);
        WrittenModel.Of(path, name, model).Print(Screen.For(parsed, parsed.GetValue(json)), parsed.GetValue(json));
        return ExitStatus.Done;
    }
}
