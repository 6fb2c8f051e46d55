using System.Reflection;
using TorchSharp;

namespace Accrete.Machine;

/// <summary>Makes sure that the TorchSharp of this process holds its objects while libtorch reads them.</summary>
/// <remarks>
/// TorchSharp 0.107 as published frees numbers and tensors in finalizers that may run during the native call which
/// reads them: now and then a call fails, and a wrong result is possible. The build weaves what is missing into a copy
/// (src/Accrete.Weaver).
/// </remarks>
internal static class WovenTorchSharp
{
    internal const string Mark = "Accrete.HoldsHandles";

    /// <summary>Throws unless <paramref name="torchSharp"/> is woven.</summary>
    /// <exception cref="AccreteException">Throws if it is as published.</exception>
    public static void Require(Assembly torchSharp)
    {
        if (!torchSharp.GetCustomAttributes<AssemblyMetadataAttribute>().Any(a => a.Key == Mark))
        {
            throw new AccreteException(
                $"{File(torchSharp)}: this TorchSharp frees numbers while libtorch still reads them; "
                    + "build with Accrete's own copy: refer to its package from the program's project, or import "
                    + "src/Accrete/build/Accrete.targets into it."
            );
        }
    }

    public static void Require() => Require(typeof(torch).Assembly);

    private static string File(Assembly assembly) =>
        assembly.Location is { Length: > 0 } path ? path : assembly.GetName().Name!;
}
