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
        var firstTensors = LiveTensors();
        List<(double Resident, double? Allocated)> samples = [Sample()];
        for (var step = Settled; step < bench.MemorySteps; step += Every)
        {
            rig.Train(Math.Min(Every, bench.MemorySteps - step));
            samples.Add(Sample());
        }

        return
        [
            new Section(
                Name,
                $"Resident memory over {bench.MemorySteps} steps, sampled every {Every}",
                [
                    .. Figures("resident", [.. samples.Select(s => s.Resident)]),
                    .. Figures("of it allocated", [.. samples.Select(s => s.Allocated).OfType<double>()]),
                    Figure.Single($"live tensors after {Settled} steps", firstTensors, ""),
                    Figure.Single("live tensors at the end", LiveTensors(), "", "the same"),
                ],
                []
            ),
        ];
    }

    private static (double, double?) Sample() =>
        (PhysicalMemory.ResidentBytes() / Mebibyte, PhysicalMemory.AllocatedBytes() / Mebibyte);

    private static Figure[] Figures(string name, double[] samples) =>
        samples.Length == 0
            ? []
            :
            [
                Figure.Single($"{name} after {Settled} steps", samples[0], "MiB"),
                new Figure($"{name} from there on", Spread.Of(samples), "MiB"),
                Figure.Single("largest change", 100 * samples.Max(s => Math.Abs(s / samples[0] - 1)), "%", "<= 2"),
            ];

    private static long LiveTensors() => Statistics.Statistics.ThreadTotalLiveCount;
}
