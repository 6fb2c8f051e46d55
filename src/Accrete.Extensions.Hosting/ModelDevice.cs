using System.Globalization;
using System.Text.RegularExpressions;
using Accrete.Machine;
using TorchSharp;

namespace Accrete.Extensions.Hosting;

/// <summary>Devices by the names that options have for them.</summary>
internal static partial class ModelDevice
{
    public static bool IsName(string? name) => name is not null && Names().IsMatch(name);

    /// <summary>Loads libtorch, and gives the device.</summary>
    /// <exception cref="InvalidInputException">Throws if it is not there.</exception>
    public static torch.Device Find(string name)
    {
        var loaded = LibTorch.Load();
        if (name == "cpu")
        {
            return torch.CPU;
        }

        var index = name.Split(':') is [_, var number] ? int.Parse(number, CultureInfo.InvariantCulture) : 0;
        return loaded.Cuda && index < torch.cuda.device_count()
            ? new torch.Device(DeviceType.CUDA, index)
            : throw new InvalidInputException(
                $"{name}: this device is not there; libtorch was loaded from {loaded.Folder}, and "
                    + (loaded.Cuda ? "reaches fewer." : $"has no CUDA: name another in {LibTorch.FolderVariable}.")
            );
    }

    [GeneratedRegex("^(cpu|cuda(:[0-9]{1,3})?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
