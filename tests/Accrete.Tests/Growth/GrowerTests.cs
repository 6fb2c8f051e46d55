using Accrete.Blueprints;
using Accrete.Costs;
using Accrete.Growth;
using Accrete.Networks;
using Accrete.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Accrete.Tests.Growth;

public sealed class GrowerTests
{
    private static readonly IArchitecture Family = Architectures.Find("vgg-small");
    private static readonly ImageShape Shape = new(1, 8, 8);
    private static readonly Blueprint From = Family.Build(Shape, 3, 0.06, 0.5);

    [Fact]
    public void Deepens_then_widens_with_a_receipt_for_each()
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Trained(From, 1, ScalarType.Float32);
        var target = Family.Build(Shape, 3, 0.1);
        var ledger = new Ledger();
        using var probe = new ReceiptProbe(Images(8), new WorkClock(ledger, 1, null));
        var grower = new Grower(probe, Images(16), new GrowthSettings());

        var (grown, receipts) = grower.Grow(network, null, target, new Seed(1));

        using var owned = grown;
        Assert.Equal(target, grown.Network.Blueprint);
        Assert.Null(grown.Optimiser);
        Assert.Equal(["deepen", "widen"], receipts.Select(r => r.Kind));
        Assert.All(receipts, r => Assert.InRange(r.MaxLogitChangeEval, 0, 1e-4));
        // New norms see a batch that they were not calibrated on; copies of channels see nothing new.
        Assert.True(receipts[0].MaxLogitChangeTrain > 1e-6);
        Assert.InRange(receipts[1].MaxLogitChangeTrain, 0, 1e-4);
        Assert.Equal(
            ["conv1_2", "norm1_2", "relu1_2", "conv2_2", "norm2_2", "relu2_2", "conv3_2", "norm3_2", "relu3_2"],
            receipts[0].Detail.Layers
        );
        Assert.Empty(receipts[0].Detail.Widths);
        Assert.Empty(receipts[1].Detail.Layers);
        Assert.Equal([2, 3], receipts[1].Detail.Widths["conv1_1"]);
        Assert.Equal([From.ParameterCount, receipts[1].Detail.Parameters[0]], receipts[0].Detail.Parameters);
        Assert.Equal(target.ParameterCount, receipts[1].Detail.Parameters[1]);
        Assert.Equal([receipts[1].Detail.ForwardMacs[0], target.ForwardMacs], receipts[1].Detail.ForwardMacs);
        Assert.All(receipts, r => Assert.Equal(8, r.Detail.Images));
        var between = receipts[1].Detail.ForwardMacs[0];
        // Calibration on 16 images, and each of the three networks asked about 8 in eval and in train mode.
        Assert.Equal(16 * From.ForwardMacs, ledger.Total(1, Purpose.Calibration).Macs);
        Assert.Equal(16 * (From.ForwardMacs + between + target.ForwardMacs), ledger.Total(1, Purpose.Probes).Macs);
        Assert.True(ledger.Total(1, Purpose.Growth).Seconds > 0);
    }

    [Fact]
    public void Leaves_the_network_and_its_memory_as_they_were()
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Trained(From, 1, ScalarType.Float32);
        using var before = network.Copy();
        using var optimiser = new Optimiser(network, new OptimiserSettings { Kind = OptimiserKind.AdamW });
        using var memory = optimiser.CopyState();
        using var probe = new ReceiptProbe(Images(8));

        var (grown, _) = new Grower(probe, Images(8), new GrowthSettings()).Grow(
            network,
            memory,
            Family.Build(Shape, 3, 0.1),
            new Seed(1)
        );

        using var owned = grown;
        Assert.All(before.State, s => Assert.True(s.Value.eq(network.State[s.Key]).all().item<bool>()));
        Assert.All(memory.Moments.Values, m => Assert.False(m.First!.IsInvalid));
        // What is new has nothing to remember.
        Assert.DoesNotContain("conv1_2.weight", grown.Optimiser!.Moments.Keys);
        Assert.Contains("conv1_1.weight", grown.Optimiser.Moments.Keys);
    }

    [Fact]
    public void A_transformation_that_breaks_the_function_is_an_error()
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Trained(From, 1, ScalarType.Float32);
        using var probe = new ReceiptProbe(Images(8));
        foreach (var damage in new[] { 0.01f, float.NaN, float.PositiveInfinity })
        {
            var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            var error = Assert.Throws<AccreteException>(() =>
                probe.Measure("widen", network, () => Broken(network, damage))
            );
            Assert.StartsWith("widen: the network did not keep its function", error.Message, StringComparison.Ordinal);
            Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
    }

    [Fact]
    public void A_network_whose_logits_are_all_0_can_grow()
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Trained(From, 1, ScalarType.Float32);
        using (no_grad())
        {
            network.State["head.weight"].zero_();
            network.State["head.bias"].zero_();
        }

        using var probe = new ReceiptProbe(Images(8));
        var (grown, receipts) = new Grower(probe, Images(8), new GrowthSettings()).Grow(
            network,
            null,
            Family.Build(Shape, 3, 0.1),
            new Seed(1)
        );
        grown.Dispose();
        Assert.All(receipts, r => Assert.Equal((0, 0), (r.MaxLogitChangeEval, r.MaxLogitChangeTrain)));
    }

    [Fact]
    public void Nothing_is_left_in_memory()
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Trained(From, 1, ScalarType.Float32);
        using var optimiser = new Optimiser(network, new OptimiserSettings { Kind = OptimiserKind.AdamW });
        using var memory = optimiser.CopyState();
        var (images, calibration) = (Images(8), Images(8));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var probe = new ReceiptProbe(images))
        {
            new Grower(probe, calibration, new GrowthSettings())
                .Grow(network, memory, Family.Build(Shape, 3, 0.1), new Seed(1))
                .Grown.Dispose();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static Transformed Broken(Network network, float damage)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var broken = network.Copy();
        broken.State["head.bias"][0] += damage * 100;
        return new Transformed(broken, null);
    }

    private static Tensor Images(int count) => RandomNetworks.Images(From, count, count, ScalarType.Float32);

    [Fact]
    public void It_stops_between_two_questions_and_leaves_nothing()
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Trained(From, 1, ScalarType.Float32);
        using var stop = new CancellationTokenSource();
        using var probe = new ReceiptProbe(Images(8), stop: stop.Token);
        var images = Images(8);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Throws<OperationCanceledException>(() =>
            probe.Measure(
                "widen",
                network,
                () =>
                {
                    stop.Cancel();
                    return Widen.To(
                        network,
                        null,
                        network.Blueprint,
                        new Seed(1),
                        new GrowthSettings { LeastShare = 0.5 }
                    );
                }
            )
        );
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
