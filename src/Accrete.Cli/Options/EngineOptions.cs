using System.CommandLine;
using TorchSharp;

namespace Accrete.Cli.Options;

/// <summary>The options of every command that computes: <c>--libtorch</c>, <c>--threads</c>, <c>--device</c>.</summary>
internal sealed class EngineOptions
{
    private readonly LibTorchOption libtorch = new();
    private readonly ThreadsOption threads = new();
    private readonly DeviceOption device = new();

    /// <summary>Declares them on a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(libtorch);
        command.Options.Add(threads);
        command.Options.Add(device);
    }

    /// <inheritdoc cref="Engine.Start"/>
    public torch.Device Start(ParseResult parsed) =>
        Engine.Start(parsed.GetValue(libtorch), parsed.GetValue(threads), parsed.GetValue(device)!);
}
