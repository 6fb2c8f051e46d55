using System.CommandLine;
using Accrete.Machine;
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

    /// <summary>Loads libtorch as asked, before anything else touches it, and gives the device to compute on.</summary>
    /// <exception cref="InvalidInputException">The folder holds no fitting libtorch, or the device is not there.</exception>
    public torch.Device Start(ParseResult parsed)
    {
        var loaded = LibTorch.Load(parsed.GetValue(libtorch));
        if (parsed.GetValue(threads) is { } number)
        {
            torch.set_num_threads(number);
        }

        var name = parsed.GetValue(device)!;
        if (name == "cpu")
        {
            return torch.CPU;
        }

        return loaded.Cuda && Index(name) < torch.cuda.device_count()
            ? new torch.Device(DeviceType.CUDA, Index(name))
            : throw new InvalidInputException($"--device {name}: not there; 'accrete doctor' says which libtorch is loaded and whether it reaches CUDA.");
    }

    private static int Index(string name) =>
        name.Split(':') is [_, var number] ? int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) : 0;
}
