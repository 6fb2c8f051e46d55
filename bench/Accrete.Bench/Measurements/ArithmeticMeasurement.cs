using Accrete.Bench.Measuring;
using Accrete.Bench.Reports;
using static TorchSharp.torch;

namespace Accrete.Bench.Measurements;

/// <summary>Multiply-accumulates in a second of a training step beside those of a large matrix product.</summary>
internal sealed class ArithmeticMeasurement : IMeasurement
{
    private static readonly int[] Sides = [2048, 4096];

    public string Name => "arithmetic";

    public string Description => "Achieved arithmetic against a large bf16 matrix product.";

    public IReadOnlyList<Section> Measure(Workbench bench)
    {
        using var scope = NewDisposeScope();
        using var rig = new TrainingRig(bench);
        var squares = Sides.Select(s => rand(s, s, dtype: ScalarType.BFloat16)).ToArray();
        var seconds = Turns.Measure(
            bench.Rounds,
            [Turns.Timed(() => rig.Train(bench.Turn)), .. squares.Select(s => Turns.Timed(() => s.mm(s).Dispose()))]
        );
        var macs = (double)rig.Blueprint.TrainingMacs * Workbench.Batch * bench.Turn;
        List<Figure> figures = [Rate("training step", macs, seconds[0])];
        foreach (var (side, times) in Sides.Zip(seconds.Skip(1)))
        {
            var product = (double)side * side * side;
            figures.Add(Rate($"bf16 matrix product, {side} cubed", product, times));
            figures.Add(
                new Figure(
                    $"training step : product of {side}",
                    Spread.Of(seconds[0].Zip(times, (a, b) => macs / a / (product / b))),
                    "x",
                    "aim 0.6"
                )
            );
        }

        return
        [
            new Section(
                Name,
                "Achieved arithmetic, six-convolution VGG, batch 128, bf16",
                figures,
                [
                    "Multiply-accumulates of the convolutions and the linear layer only (forward, weight "
                        + "gradient, input gradient); norms, activations, pooling and the optimiser count as time "
                        + "and not as work. One multiply-accumulate is two FLOP.",
                ]
            ),
        ];
    }

    private static Figure Rate(string name, double macs, double[] seconds) =>
        new(name, Spread.Of(seconds.Select(s => macs / s / 1e9)), "GMAC/s");
}
