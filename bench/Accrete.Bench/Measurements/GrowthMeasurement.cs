using System.Diagnostics;
using Accrete.Bench.Measuring;
using Accrete.Bench.Reports;
using Accrete.Blueprints;
using Accrete.Growth;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Bench.Measurements;

/// <summary>How long growing a VGG19 takes, with its receipts.</summary>
internal sealed class GrowthMeasurement : IMeasurement
{
    private const int Most = 5;

    private static readonly (int Side, int Classes)[] Cases = [(32, 10), (64, 200)];

    public string Name => "growth";

    public string Description => "Growing a VGG19 from half width and half depth, with receipts.";

    public IReadOnlyList<Section> Measure(Workbench bench) =>
        [.. Cases.Select(c => Measure(c.Side, c.Classes, Math.Min(Most, bench.Rounds)))];

    private Section Measure(int side, int classes, int rounds)
    {
        using var scope = NewDisposeScope();
        var plan = new GrowthSettings();
        var vgg = Architectures.Find("vgg19");
        var shape = new ImageShape(3, side, side);
        var target = vgg.Build(shape, classes);
        using var small = new Network(vgg.Build(shape, classes, 0.5, 0.5), new Seed(1));
        using var memory = Momentum(small);
        using var probe = new ReceiptProbe(MemoryLayout.ChannelsLast(randn(plan.ReceiptImages, 3, side, side)));
        var calibration = MemoryLayout.ChannelsLast(randn(plan.CalibrationImages, 3, side, side));
        var grower = new Grower(probe, calibration, plan);
        var (totals, parts) = (new List<double>(), new Dictionary<string, List<double>>());
        // The first round warms up.
        for (var round = 0; round <= rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            var (grown, receipts) = grower.Grow(small, memory, target, new Seed((ulong)round));
            var seconds = clock.Elapsed.TotalSeconds;
            grown.Dispose();
            if (round > 0)
            {
                totals.Add(seconds);
                foreach (var receipt in receipts)
                {
                    (parts.TryGetValue(receipt.Kind, out var times) ? times : parts[receipt.Kind] = []).Add(
                        receipt.Detail.Seconds
                    );
                }
            }
        }

        return new Section(
            $"{Name}-{side}",
            $"Growing a VGG19, {side} x {side}, {classes} classes, half width and half depth to full, with "
                + "SGD's memory",
            [
                .. parts.Select(p => new Figure($"{p.Key}, with its receipt", Spread.Of(p.Value), "s")),
                new Figure("whole growth", Spread.Of(totals), "s", "< 2"),
            ],
            [
                $"{plan.CalibrationImages} images calibrate new norms, {plan.ReceiptImages} measure the "
                    + $"receipts (the defaults); {small.Blueprint.ParameterCount:n0} to "
                    + $"{target.ParameterCount:n0} parameters.",
            ]
        );
    }

    private static OptimiserState Momentum(Network network) =>
        new(
            network.Learned.ToDictionary(p => p.Name, p => new ParameterMoments(1, randn_like(p.Value.detach()), null))
        );
}
