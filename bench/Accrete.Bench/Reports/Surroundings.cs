using System.Runtime.InteropServices;

namespace Accrete.Bench.Reports;

/// <summary>The machine and the software that were measured.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="Cores">Its logical cores.</param>
/// <param name="Threads">The threads that computed.</param>
/// <param name="System">The operating system.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="LibTorch">libtorch's version.</param>
/// <param name="Date">The day, in UTC.</param>
internal sealed record Surroundings(
    string Processor,
    int Cores,
    int Threads,
    string System,
    string Runtime,
    string LibTorch,
    string Date
)
{
    public static Surroundings OfThisMachine(int threads)
    {
        var processor = Machine.Processor.Detect();
        return new Surroundings(
            processor.Name,
            processor.LogicalCores,
            threads,
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            Machine.LibTorch.Load().Version.ToString(),
            $"{DateTime.UtcNow:yyyy-MM-dd}"
        );
    }

    public override string ToString() =>
        $"{Processor}, {Cores} cores, {Threads} threads; {System}; {Runtime}; libtorch {LibTorch}; {Date}";
}
