using Accrete.Blueprints;
using Accrete.Networks;
using Accrete.Tests.Growth;
using Accrete.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Accrete.Tests.Training;

public sealed class OptimiserTests
{
    private static readonly Blueprint Small = Architectures
        .Find("vgg-small")
        .Build(new ImageShape(2, 8, 8), 3, 0.06, 0.5);

    public static TheoryData<OptimiserSettings> Rules =>
        new(
            new OptimiserSettings(),
            new OptimiserSettings { Nesterov = false },
            new OptimiserSettings { Momentum = 0 },
            new OptimiserSettings { Kind = OptimiserKind.AdamW, Rate = 0.01 }
        );

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_restored_optimiser_steps_as_one_that_never_stopped(OptimiserSettings settings)
    {
        using var scope = NewDisposeScope();
        using var straight = new Network(Small, new Seed(1));
        using var broken = straight.Copy();
        using (var optimiser = new Optimiser(straight, settings))
        {
            Steps(straight, optimiser, 0, 6);
        }

        OptimiserState? memory = null;
        for (var step = 0; step < 6; step += 2)
        {
            using var optimiser = new Optimiser(broken, settings, memory);
            Steps(broken, optimiser, step, step + 2);
            memory?.Dispose();
            memory = optimiser.CopyState();
        }

        memory!.Dispose();
        AssertEqual(straight, broken);
    }

    [Fact]
    public void What_it_remembers_before_the_first_step_is_nothing()
    {
        using var network = new Network(Small, new Seed(1));
        foreach (var kind in Enum.GetValues<OptimiserKind>())
        {
            using var optimiser = new Optimiser(network, new OptimiserSettings { Kind = kind });
            using var memory = optimiser.CopyState();
            Assert.Equal(network.Learned.Select(p => p.Name).Order(), memory.Moments.Keys.Order());
            Assert.All(
                memory.Moments.Values,
                m => Assert.True(m.Step == 0 && (m.First is null || m.First.count_nonzero().item<long>() == 0))
            );
        }
    }

    [Fact]
    public void Parameters_that_are_not_remembered_begin_anew()
    {
        using var scope = NewDisposeScope();
        using var first = new Network(Small, new Seed(1));
        using var optimiser = new Optimiser(first, new OptimiserSettings());
        Steps(first, optimiser, 0, 2);
        using var all = optimiser.CopyState();
        var some = all.Moments.Where(m => m.Key != "head.weight").ToDictionary();
        using var second = first.Copy();
        using var fresh = first.Copy();
        using var partly = new Optimiser(second, new OptimiserSettings(), new OptimiserState(some));
        using var wholly = new Optimiser(fresh, new OptimiserSettings());

        Steps(second, partly, 2, 3);
        Steps(fresh, wholly, 2, 3);
        Steps(first, optimiser, 2, 3);

        Assert.Equal(["head.weight"], first.State.Keys.Where(n => Same(fresh, second, n) && !Same(first, second, n)));
        Assert.All(some.Keys, n => Assert.True(Same(first, second, n), n));

        static bool Same(Network one, Network other, string name) =>
            one.State[name].eq(other.State[name]).all().item<bool>();
    }

    [Fact]
    public void Memory_is_a_copy()
    {
        using var scope = NewDisposeScope();
        using var network = new Network(Small, new Seed(1));
        using var optimiser = new Optimiser(network, new OptimiserSettings());
        Steps(network, optimiser, 0, 1);
        using var memory = optimiser.CopyState();
        var before = memory.Moments["head.weight"].First!.clone();
        Steps(network, optimiser, 1, 3);
        Assert.True(before.eq(memory.Moments["head.weight"].First!).all().item<bool>());
    }

    [Theory]
    [InlineData(OptimiserKind.Sgd)]
    [InlineData(OptimiserKind.AdamW)]
    public void Only_kernels_and_matrices_decay(OptimiserKind kind)
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Trained(Small, 1, ScalarType.Float32);
        using var before = network.Copy();
        using var optimiser = new Optimiser(
            network,
            new OptimiserSettings
            {
                Kind = kind,
                Momentum = 0,
                Decay = 0.5,
            }
        );
        optimiser.SetRate(0.1);
        // The loss does not depend on the weights: all gradients are 0.
        (network.Forward(Images(0)).sum() * 0).backward();
        optimiser.Update();
        foreach (var (name, parameter) in network.Learned)
        {
            var kept = parameter.dim() > 1 ? 0.95 : 1;
            Assert.True((parameter - before.State[name] * kept).abs().max().item<float>() < 1e-6, name);
        }
    }

    [Fact]
    public void The_rate_is_the_one_that_was_set()
    {
        using var scope = NewDisposeScope();
        using var network = new Network(Small, new Seed(1));
        using var before = network.Copy();
        using var optimiser = new Optimiser(
            network,
            new OptimiserSettings
            {
                Rate = 50,
                Decay = 0,
                Momentum = 0,
            }
        );
        optimiser.SetRate(0);
        Steps(network, optimiser, 0, 1);
        foreach (var (name, parameter) in network.Learned)
        {
            Assert.True(parameter.eq(before.State[name]).all().item<bool>(), name);
        }
    }

    [Fact]
    public void Gradients_are_cleared_after_a_step()
    {
        using var scope = NewDisposeScope();
        using var network = new Network(Small, new Seed(1));
        using var optimiser = new Optimiser(network, new OptimiserSettings());
        Steps(network, optimiser, 0, 1);
        Assert.All(network.Learned, p => Assert.Equal(0, p.Value.grad!.count_nonzero().item<long>()));
    }

    [Fact]
    public void Packed_parameters_move_as_each_would_alone()
    {
        using var scope = NewDisposeScope();
        using var network = new Network(Small, new Seed(1));
        using var alone = network.Copy();
        using var optimiser = new Optimiser(network, new OptimiserSettings { Rate = 0.1, Decay = 0.01 });
        using var rule = optim.SGD(
            [
                new SGD.ParamGroup(
                    alone.Learned.Where(p => p.Value.dim() > 1).Select(p => p.Value),
                    0.1,
                    momentum: 0.9,
                    weight_decay: 0.01,
                    nesterov: true
                ),
                new SGD.ParamGroup(
                    alone.Learned.Where(p => p.Value.dim() == 1).Select(p => p.Value),
                    0.1,
                    momentum: 0.9,
                    weight_decay: 0,
                    nesterov: true
                ),
            ],
            0.1
        );

        Steps(network, 0, 4, optimiser.Update);
        Steps(
            alone,
            0,
            4,
            () =>
            {
                rule.step();
                rule.zero_grad();
            }
        );

        AssertEqual(alone, network);
    }

    internal static void AssertEqual(Network expected, Network actual)
    {
        foreach (var (name, tensor) in expected.State)
        {
            Assert.True(tensor.eq(actual.State[name]).all().item<bool>(), name);
        }
    }

    private static Tensor Images(int step) => RandomNetworks.Images(Small, 6, step, ScalarType.Float32);

    private static void Steps(Network network, Optimiser optimiser, int from, int to) =>
        Steps(network, from, to, optimiser.Update);

    private static void Steps(Network network, int from, int to, Action change)
    {
        network.IsTraining = true;
        for (var step = from; step < to; step++)
        {
            nn.functional.cross_entropy(network.Forward(Images(step)), tensor(new long[] { 0, 1, 2, 0, 1, 2 }))
                .backward();
            change();
        }
    }
}
