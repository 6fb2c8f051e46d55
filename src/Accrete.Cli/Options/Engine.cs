using Accrete.Machine;
using TorchSharp;

namespace Accrete.Cli.Options;

/// <summary>Makes libtorch ready to compute.</summary>
internal static class Engine
{
    /// <summary>Loads libtorch as asked, before anything else touches it, and gives the device to compute on.</summary>
    /// <param name="libtorch">The folder of another libtorch; null for the packaged one.</param>
    /// <param name="threads">Threads of a tensor operation; null leaves the number to libtorch.</param>
    /// <param name="device">cpu, cuda or cuda:N.</param>
    /// <exception cref="InvalidInputException">Throws if the folder holds no fitting libtorch, or the device is not
    /// there.</exception>
    public static torch.Device Start(string? libtorch, int? threads, string device)
    {
        var loaded = LibTorch.Load(libtorch);
        if (threads is { } number)
        {
            torch.set_num_threads(number);
        }

        if (device == "cpu")
        {
            return torch.CPU;
        }

        return loaded.Cuda && Index(device) < torch.cuda.device_count()
            ? new torch.Device(DeviceType.CUDA, Index(device))
            : throw new InvalidInputException(
                $"--device {device}: not there; '{CommandHint.Of("doctor")}' says which libtorch is loaded and "
                    + "whether it reaches CUDA."
            );
    }

    private static int Index(string device) =>
        device.Split(':') is [_, var number] ? int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) : 0;
}
