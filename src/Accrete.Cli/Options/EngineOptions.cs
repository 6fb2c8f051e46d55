using System.CommandLine;
using Accrete.Costs;
using TorchSharp;

namespace Accrete.Cli.Options;

/// <summary>
/// The options of every command that computes: <c>--libtorch</c>, <c>--threads</c>, <c>--device</c>, and what a network
/// may cost.
/// </summary>
internal sealed class EngineOptions
{
    private readonly LibTorchOption libtorch = new();
    private readonly ThreadsOption threads = new();
    private readonly DeviceOption device = new();
    private readonly CostOptions costs = new();

    /// <summary>Declares them on a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(libtorch);
        command.Options.Add(threads);
        command.Options.Add(device);
        costs.AddTo(command);
    }

    /// <inheritdoc cref="Engine.Start"/>
    public torch.Device Start(ParseResult parsed) =>
        Engine.Start(parsed.GetValue(libtorch), parsed.GetValue(threads), parsed.GetValue(device)!);

    /// <inheritdoc cref="CostOptions.Limits"/>
    public CostLimits Limits(ParseResult parsed) => costs.Limits(parsed);
}
