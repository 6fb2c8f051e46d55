using Accrete.Bench.Measuring;
using Accrete.Bench.Reports;
using Accrete.Blueprints;
using Accrete.Networks;
using Accrete.Pruning;
using static TorchSharp.torch;

namespace Accrete.Bench.Measurements;

/// <summary>How long a forward pass takes before and after pruning by half, beside the multiply-accumulates.</summary>
internal sealed class PruningMeasurement : IMeasurement
{
    private const double Keep = 0.5;

    // A turn has as many passes as take about this long, so that short ones can be told apart.
    private const double TurnSeconds = 0.1;

    private static readonly string[] Networks = ["resnet56", "vgg19", "mobilenetv2"];
    private static readonly int[] Batches = [1, 64];

    public string Name => "pruning";

    public string Description => "Forward latency before and after pruning by half: ResNet-56, VGG19, MobileNetV2.";

    public IReadOnlyList<Section> Measure(Workbench bench) => [.. Networks.Select(n => Measure(n, bench.Rounds))];

    private Section Measure(string name, int rounds)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        using var network = new Network(Architectures.Find(name).Build(new ImageShape(3, 32, 32), 10), new Seed(1));
        using var pruned = Prune
            .To(network, null, new FilterNorm().Measure(network, null).Groups, new WidthLimits(), Keep)
            .Network;
        network.IsTraining = false;
        pruned.IsTraining = false;
        var (before, after) = (network.Blueprint, pruned.Blueprint);
        return new Section(
            $"{Name}-{name}",
            $"Forward pass of {name} before and after pruning by half, 32 x 32, float32",
            [
                Figure.Single("MACs, before : after", (double)before.ForwardMacs / after.ForwardMacs, "x"),
                .. Batches.SelectMany(b => Figures(network, pruned, b, rounds)),
            ],
            [
                $"Half of the channels of every group stay, by L1 norm: {before.ParameterCount:n0} to "
                    + $"{after.ParameterCount:n0} parameters, {before.ForwardMacs:n0} to {after.ForwardMacs:n0} MACs.",
            ]
        );
    }

    private static Figure[] Figures(Network network, Network pruned, int batch, int rounds)
    {
        var images = MemoryLayout.ChannelsLast(
            randn(
                batch,
                network.Blueprint.Input.Channels,
                network.Blueprint.Input.Height,
                network.Blueprint.Input.Width
            )
        );
        Forward(network, images, 1);
        var passes = Math.Max(1, (int)(TurnSeconds / Turns.Timed(() => Forward(network, images, 1))()));
        var seconds = Turns.Measure(
            rounds,
            Turns.Timed(() => Forward(network, images, passes)),
            Turns.Timed(() => Forward(pruned, images, passes))
        );
        return
        [
            new($"batch {batch}, before", Latency(seconds[0], passes), "ms"),
            new($"batch {batch}, after", Latency(seconds[1], passes), "ms"),
            new($"batch {batch}, before : after", Turns.Ratio(seconds[1], seconds[0]), "x", ">= 1.0"),
        ];
    }

    private static Spread Latency(double[] seconds, int passes) => Spread.Of(seconds.Select(s => 1000 * s / passes));

    private static void Forward(Network network, Tensor images, int passes)
    {
        for (var i = 0; i < passes; i++)
        {
            network.Forward(images).Dispose();
        }
    }
}
