using Accrete.Bench.Measuring;
using Accrete.Bench.Reports;
using Accrete.Machine;
using static TorchSharp.torch;
using Statistics = TorchSharp.DisposeScopeManager;

namespace Accrete.Bench.Measurements;

/// <summary>Whether memory stays flat while training goes on.</summary>
internal sealed class MemoryMeasurement : IMeasurement
{
    private const int Settled = 100;
    private const int Every = 50;
    private const double Mebibyte = 1 << 20;

    public string Name => "memory";

    public string Description => "Resident memory and live tensors over many training steps.";

    public IReadOnlyList<Section> Measure(Workbench bench)
    {
        using var scope = NewDisposeScope();
        using var rig = new TrainingRig(bench);
        rig.Train(Settled);
        var (first, firstTensors) = (PhysicalMemory.ResidentBytes() / Mebibyte, LiveTensors());
        List<double> samples = [first];
        for (var step = Settled; step < bench.MemorySteps; step += Every)
        {
            rig.Train(Math.Min(Every, bench.MemorySteps - step));
            samples.Add(PhysicalMemory.ResidentBytes() / Mebibyte);
        }

        return
        [
            new Section(Name, $"Resident memory over {bench.MemorySteps} steps, sampled every {Every}",
            [
                Single($"resident after {Settled} steps", first, "MiB"),
                new Figure("resident from there on", Spread.Of(samples), "MiB"),
                Single("largest change", 100 * samples.Max(s => Math.Abs(s / first - 1)), "%", "<= 2"),
                Single($"live tensors after {Settled} steps", firstTensors, ""),
                Single("live tensors at the end", LiveTensors(), "", "the same"),
            ], []),
        ];
    }

    private static long LiveTensors() => Statistics.Statistics.ThreadTotalLiveCount;

    private static Figure Single(string name, double value, string unit, string? goal = null) =>
        new(name, new Spread(value, value, value), unit, goal);
}
