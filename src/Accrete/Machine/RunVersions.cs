using System.Reflection;
using System.Runtime.InteropServices;

namespace Accrete.Machine;

/// <summary>With what, and on what, something was computed.</summary>
/// <param name="Accrete">Accrete.</param>
/// <param name="LibTorch">libtorch.</param>
/// <param name="Runtime">.NET.</param>
/// <param name="System">The operating system.</param>
/// <param name="Processor">The processor, and how many cores it has.</param>
internal sealed record RunVersions(string Accrete, string LibTorch, string Runtime, string System, string Processor)
{
    /// <summary>Those of this process; libtorch is loaded for it.</summary>
    public static RunVersions Current()
    {
        var processor = Machine.Processor.Detect();
        return new RunVersions(
            typeof(RunVersions)
                .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
                .InformationalVersion,
            Machine.LibTorch.Load().Version.ToString(),
            RuntimeInformation.FrameworkDescription,
            $"{RuntimeInformation.OSDescription}, "
                + $"{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}",
            $"{processor.Name}, {processor.LogicalCores} cores"
        );
    }
}
