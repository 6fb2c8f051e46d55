using System.Text.RegularExpressions;
using Accrete.Blueprints;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Inference;
using Accrete.Networks;
using Accrete.Robustness.Attacks;
using Accrete.Tests.Cumulative;
using Accrete.Tests.Growth;
using Accrete.Tests.Repository;
using CsCheck;
using static TorchSharp.torch;

namespace Accrete.Tests.Robustness.Attacks;

public sealed partial class AttacksTests
{
    public static TheoryData<string> Names => [.. All(0.1).Select(Label)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Keep_their_bounds_on_random_networks(string name) =>
        Gen.Select(RandomNetworks.Graphs, Gen.Double[0.02, 0.3], Gen.Int[0, 1 << 20])
            .Sample(
                (blueprint, epsilon, seed) =>
                {
                    using var scope = NewDisposeScope();
                    var attack = All(epsilon).Single(a => Label(a) == name);
                    using var victim = Victim(blueprint, seed);
                    var (pixels, labels) = (Pixels(blueprint, 5, seed), RandomNetworks.Labels(blueprint, 5, seed));

                    var result = AttackRunner.Run(
                        attack,
                        Access.To(victim),
                        victim,
                        pixels,
                        labels,
                        new Seed((ulong)seed)
                    );

                    Assert.True(result.Pixels.isfinite().all().item<bool>());
                    Assert.InRange(result.Pixels.min().item<float>(), 0, 1);
                    Assert.InRange(result.Pixels.max().item<float>(), 0, 1);
                    Assert.True(
                        ((result.Pixels * 255) - (result.Pixels * 255).round()).abs().max().item<float>() < 1e-3
                    );
                    var size = attack.Norm.Size(result.Pixels - pixels);
                    Assert.True((size - result.Size).abs().max().item<float>() < 1e-6);
                    Assert.True(attack.Epsilon is null || size.max().item<float>() <= attack.Epsilon + 1e-5);
                    var (before, after) = (victim.Logits(pixels).argmax(1), victim.Logits(result.Pixels).argmax(1));
                    Assert.True(result.Attacked.eq(before.eq(labels)).all().item<bool>());
                    Assert.True(
                        result.Succeeded.eq(before.eq(labels).logical_and(after.ne(labels))).all().item<bool>()
                    );
                },
                iter: 15,
                threads: 1
            );

    [Fact]
    public void A_change_in_L2_goes_to_the_nearest_levels_and_stays_within_its_bound() =>
        Gen.Select(Gen.Double[0.05, 5], Gen.Int[0, 1 << 20])
            .Sample(
                (epsilon, seed) =>
                {
                    using var scope = NewDisposeScope();
                    var (victim, _, _, _) = LinearCase();
                    using var draws = new Generator((ulong)seed);
                    var pixels = (127 + (40 * rand([6, 1, 4, 4], generator: draws))).round() / 255;
                    var change = new L2().Within(randn([6, 1, 4, 4], generator: draws) * 10, epsilon / 255 * 4);

                    var result = AttackRunner.Run(
                        new FixedChange(change, epsilon / 255 * 4),
                        Access.To(victim),
                        victim,
                        pixels,
                        zeros([6], ScalarType.Int64),
                        new Seed(1)
                    );

                    var levels = (result.Pixels - pixels) * 255;
                    Assert.True(new L2().Size(levels / 255).max().item<float>() <= (epsilon / 255 * 4) + 1e-5);
                    // No value goes the wrong way, or is more than a level and a fifth of its way from where it was
                    // meant to go.
                    Assert.True((levels * change).min().item<float>() >= 0);
                    Assert.True(
                        ((levels - (change * 255)).abs() - (0.2 * (change * 255).abs())).max().item<float>() < 1.001
                    );
                    if (epsilon > 3)
                    {
                        // Cutting off what is left of each level would lose half of one in the mean.
                        Assert.True(
                            new L2().Size(levels).min().item<float>() > 0.85 * 4 * epsilon,
                            $"{new L2().Size(levels).min().item<float>()} of {4 * epsilon}"
                        );
                    }

                    victim.Dispose();
                },
                iter: 100,
                threads: 1
            );

    [Fact]
    public void A_search_keeps_the_highest_place_of_all_steps_and_starts()
    {
        using var scope = NewDisposeScope();
        var (victim, pixels, labels, _) = LinearCase();
        using var draws = new Generator(1);
        var loss = new Recorded();
        pixels = (pixels * 255).round() / 255;
        var found = GradientAttack
            .Search(new LInfinity(), 0.1, steps: 7, starts: 3)
            .Perturb(new Access(loss, victim), pixels, Goal.Leave(labels), draws);

        // Each start is asked about after its last step, too.
        Assert.Equal(3 * 8, loss.Seen.Count);
        var highest = stack([.. loss.Seen]).amax([0]);
        Assert.True((loss.Measure(found, Goal.Leave(labels)) - highest).abs().max().item<float>() < 1e-6);
        // Rounding may not take it away again.
        Assert.True(((found * 255) - (found * 255).round()).abs().max().item<float>() < 1e-4);
        Assert.True((found - pixels).abs().max().item<float>() < 0.1 + 1e-6);
        victim.Dispose();
    }

    [Fact]
    public void More_steps_hold_no_more_memory_and_can_be_stopped()
    {
        using var scope = NewDisposeScope();
        var (victim, pixels, labels, _) = LinearCase();
        pixels = (pixels * 255).round() / 255;
        using var stop = new CancellationTokenSource();
        var counting = new Counting(stop);

        Assert.Throws<OperationCanceledException>(() =>
            AttackRunner.Run(
                GradientAttack.Search(new L2(), 1, 200, 1),
                new Access(counting, victim),
                victim,
                pixels,
                labels,
                new Seed(1),
                stop.Token
            )
        );

        Assert.Equal(100, counting.Live.Count);
        Assert.Equal(counting.Live[10], counting.Live[99]);
        victim.Dispose();
    }

    [Fact]
    public void Victims_attacked_as_one_answer_with_the_mean_of_their_logits()
    {
        using var scope = NewDisposeScope();
        var (one, pixels, labels, _) = LinearCase();
        using var other = Victim(one.Blueprint, 5);
        var mean = new MeanVictim(one, other);
        Assert.True(
            (mean.Logits(pixels) - ((one.Logits(pixels) + other.Logits(pixels)) / 2)).abs().max().item<float>() < 1e-6
        );

        labels = mean.Logits(pixels).argmax(1);
        using var draws = new Generator(1);
        var changed = new DeepFool().Perturb(Access.To(mean), pixels, Goal.Leave(labels), draws);
        Assert.True(mean.Logits(changed).argmax(1).ne(labels).all().item<bool>());
        one.Dispose();
    }

    [Fact]
    public void DeepFool_finds_the_least_change_of_a_linear_model()
    {
        using var scope = NewDisposeScope();
        var (victim, pixels, labels, least) = LinearCase();
        using var draws = new Generator(1);
        var changed = new DeepFool().Perturb(Access.To(victim), pixels, Goal.Leave(labels), draws);
        AssertLeast(victim, pixels, labels, least, changed);
        victim.Dispose();
    }

    [Fact]
    public void Carlini_and_Wagner_find_the_least_change_of_a_linear_model()
    {
        using var scope = NewDisposeScope();
        // With two classes: of several it goes to the likeliest other one, which need not be the nearest.
        var (victim, pixels, labels, least) = LinearCase(classes: 2);
        using var draws = new Generator(1);
        var changed = new CarliniWagner(steps: 800, searches: 12, rate: 0.0004).Perturb(
            Access.To(victim),
            pixels,
            Goal.Leave(labels),
            draws
        );
        AssertLeast(victim, pixels, labels, least, changed);
        victim.Dispose();
    }

    [Fact]
    public void The_steepest_step_of_a_linear_model_is_known()
    {
        using var scope = NewDisposeScope();
        var (victim, pixels, labels, _) = LinearCase();
        using var draws = new Generator(1);
        var loss = new CrossEntropyLoss(victim);
        var gradient = PixelGradient.Of(pixels, x => loss.Measure(x, Goal.Leave(labels)).sum());

        var signs =
            GradientAttack.Fgsm(new LInfinity(), 0.1).Perturb(Access.To(victim), pixels, Goal.Leave(labels), draws)
            - pixels;
        var length =
            GradientAttack.Fgsm(new L2(), 0.1).Perturb(Access.To(victim), pixels, Goal.Leave(labels), draws) - pixels;

        Assert.True((signs - (gradient.sign() * 0.1)).abs().max().item<float>() < 1e-6);
        Assert.True(
            (length - (gradient / gradient.flatten(1).norm(1).view(-1, 1, 1, 1) * 0.1)).abs().max().item<float>() < 1e-6
        );
        victim.Dispose();
    }

    [Theory]
    [InlineData("pgd linf")]
    [InlineData("mim linf")]
    [InlineData("deepfool l2")]
    [InlineData("cw l2")]
    [InlineData("square linf")]
    public void A_target_is_reached_where_there_is_room(string name)
    {
        using var scope = NewDisposeScope();
        var (victim, pixels, labels, _) = LinearCase();
        using var draws = new Generator(1);
        var target = (labels + 1) % 3;
        var attack = All(0.4).Single(a => Label(a) == name);
        var changed = attack.Perturb(Access.To(victim), pixels, Goal.Reach(target), draws);
        Assert.True(
            victim.Logits(changed).argmax(1).eq(target).to_type(ScalarType.Float32).mean().item<float>() > 0.6,
            name
        );
        victim.Dispose();
    }

    [Fact]
    public void By_transfer_another_victim_gives_the_gradient_and_the_attacked_one_decides()
    {
        using var scope = NewDisposeScope();
        using var data = TinyRuns.Data();
        using var attacked = Trained(data, 1);
        using var other = Trained(data, 2);
        var (pixels, labels) = (data.Test.Images.to_type(ScalarType.Float32) / 255, data.Test.Labels);
        var attack = GradientAttack.Pgd(new LInfinity(), 0.2, 10);

        var own = AttackRunner.Run(attack, Access.To(attacked), attacked, pixels, labels, new Seed(1));
        var transferred = AttackRunner.Run(attack, Access.To(other), attacked, pixels, labels, new Seed(1));

        Assert.True(own.SuccessRate > transferred.SuccessRate, $"{own.SuccessRate} {transferred.SuccessRate}");
        Assert.True(transferred.Attacked.eq(attacked.Logits(pixels).argmax(1).eq(labels)).all().item<bool>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.0039)]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void A_size_that_makes_no_sense_is_refused(double epsilon)
    {
        Assert.StartsWith(
            "epsilon: is ",
            Assert.Throws<InvalidInputException>(() => GradientAttack.Fgsm(new LInfinity(), epsilon)).Message,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "epsilon: is ",
            Assert.Throws<InvalidInputException>(() => new SquareAttack(epsilon)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(-0.5f)]
    [InlineData(2)]
    public void Pixels_that_are_none_are_refused(float value)
    {
        using var scope = NewDisposeScope();
        var (victim, pixels, labels, _) = LinearCase();
        pixels[0, 0, 0, 0] = value;
        var error = Assert.Throws<InvalidInputException>(() =>
            AttackRunner.Run(
                GradientAttack.Fgsm(new LInfinity(), 0.1),
                Access.To(victim),
                victim,
                pixels,
                labels,
                new Seed(1)
            )
        );
        Assert.StartsWith("pixels: numbers from 0 to 1 are needed", error.Message, StringComparison.Ordinal);
        victim.Dispose();
    }

    // A loss that goes up and down all the time.
    private sealed record Recorded : IAttackLoss
    {
        public List<Tensor> Seen { get; } = [];

        public Tensor Measure(Tensor pixels, Goal goal)
        {
            var loss = (pixels * 300).sin().sum([1, 2, 3]);
            Seen.Add(loss.detach().clone().DetachFromDisposeScope());
            return loss;
        }
    }

    // How many tensors live whenever it is asked; stops the attack at the hundredth time.
    private sealed record Counting(CancellationTokenSource Stop) : IAttackLoss
    {
        public List<long> Live { get; } = [];

        public Tensor Measure(Tensor pixels, Goal goal)
        {
            Live.Add(TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            if (Live.Count == 100)
            {
                Stop.Cancel();
            }

            return pixels.sum([1, 2, 3]);
        }
    }

    private sealed record FixedChange(Tensor Change, double Bound) : IAttack
    {
        public string Name => "fixed";

        public INorm Norm { get; } = new L2();

        public double? Epsilon => Bound;

        public int Steps => 0;

        public Tensor Perturb(Access access, Tensor pixels, Goal goal, Generator draws) => pixels + Change;
    }

    private static string Label(IAttack attack) =>
        $"{(attack is GradientAttack { KeepsHighest: true } ? "search" : attack.Name)} {attack.Norm.Name}";

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 8)]
    [InlineData(8, 1)]
    public void Images_with_a_side_of_one_pixel_are_attacked(int height, int width)
    {
        using var scope = NewDisposeScope();
        var b = new BlueprintBuilder("thin", new ImageShape(1, height, width));
        b.Linear(b.Relu(b.Linear(b.Flatten(Blueprint.Image), 8)), 3);
        using var victim = Victim(b.Build(), 1);
        var pixels = (rand(6, 1, height, width) * 255).round() / 255;
        var labels = victim.Logits(pixels).argmax(1);

        foreach (var attack in All(0.2))
        {
            var result = AttackRunner.Run(attack, Access.To(victim), victim, pixels, labels, new Seed(1));
            Assert.True(result.Pixels.isfinite().all().item<bool>(), attack.Name);
        }
    }

    [Fact]
    public void Every_tensor_that_an_attack_makes_says_on_which_device() =>
        Assert.DoesNotContain(
            Directory.GetFiles(Path.Combine(Sources.Root, "src", "Accrete", "Robustness", "Attacks"), "*.cs"),
            f => MadeAnywhere().IsMatch(File.ReadAllText(f))
        );

    // Numbers that are drawn come from the processor's generator, and go to the device at once.
    [GeneratedRegex(@"\b(zeros|ones|full|arange|eye|empty|tensor)\((?![^;]*(device|Device)[^;]*;)")]
    private static partial Regex MadeAnywhere();

    private static IReadOnlyList<IAttack> All(double epsilon) =>
        [
            GradientAttack.Fgsm(new LInfinity(), epsilon),
            GradientAttack.Fgsm(new L2(), 5 * epsilon),
            GradientAttack.Pgd(new LInfinity(), epsilon, 10, starts: 2),
            GradientAttack.Pgd(new L2(), 5 * epsilon, 10),
            GradientAttack.MomentumIterative(new LInfinity(), epsilon, 10),
            GradientAttack.Search(new LInfinity(), epsilon, 10, starts: 2),
            GradientAttack.Search(new L2(), 5 * epsilon, 10, starts: 2),
            new DeepFool(),
            new CarliniWagner(30, 4, 0.05),
            new SquareAttack(epsilon, 200),
        ];

    private static ModelVictim Victim(Blueprint blueprint, int seed)
    {
        using var network = RandomNetworks.Trained(blueprint, seed, ScalarType.Float32);
        var channels = Enumerable.Repeat(0.5f, blueprint.Input.Channels).ToArray();
        return new ModelVictim(
            new Model(
                network,
                [.. Enumerable.Range(0, blueprint.Classes).Select(i => $"{i}")],
                new Preprocessing(blueprint.Input, channels, channels)
            )
        );
    }

    private static ModelVictim Trained(Dataset data, int seed)
    {
        using var folder = new TemporaryFolder();
        TinyRuns.Run(
            folder["run"],
            TinyRuns.Plan() with
            {
                Seed = seed,
                Stages = [new StagePlan { Width = 2, Epochs = 20 }],
            },
            data
        );
        using var model = Model.Load(folder["run/model.safetensors"]);
        var network = model.Network;
        return new ModelVictim(model);
    }

    private static Tensor Pixels(Blueprint blueprint, int count, int seed)
    {
        using var draws = new Generator((ulong)seed + 3);
        return (
                rand([count, blueprint.Input.Channels, blueprint.Input.Height, blueprint.Input.Width], generator: draws)
                * 255
            ).round() / 255;
    }

    // Classes of grey images, and how far it is from each image to the nearest border.
    private static (ModelVictim Victim, Tensor Pixels, Tensor Labels, Tensor Least) LinearCase(int classes = 3)
    {
        var builder = new BlueprintBuilder("linear", new ImageShape(1, 4, 4));
        builder.Linear(builder.Flatten(Blueprint.Image), classes);
        var blueprint = builder.Build();
        using var network = new Network(blueprint, new Seed(1));
        using var draws = new Generator(2);
        var pixels = 0.5 + (0.05 * randn([10, 1, 4, 4], generator: draws));
        var victim = new ModelVictim(
            new Model(
                network,
                [.. Enumerable.Range(0, classes).Select(i => $"{i}")],
                new Preprocessing(blueprint.Input, [0.5f], [1])
            )
        );
        var labels = victim.Logits(pixels).argmax(1);
        var matrix = network.State.Values.Single(v => v.dim() == 2);
        var lead = victim.Logits(pixels).gather(1, labels.unsqueeze(1)) - victim.Logits(pixels);
        var steepness = (matrix.index_select(0, labels).unsqueeze(1) - matrix.unsqueeze(0)).norm(2);
        var distance = where(steepness > 0, lead / steepness.clamp(1e-9), double.PositiveInfinity);
        return (victim, pixels, labels, distance.amin([1]).detach());
    }

    private static void AssertLeast(ModelVictim victim, Tensor pixels, Tensor labels, Tensor least, Tensor changed)
    {
        Assert.True(victim.Logits(changed).argmax(1).ne(labels).all().item<bool>());
        var ratio = new L2().Size(changed - pixels) / least;
        Assert.InRange(ratio.min().item<float>(), 0.999, 1.01);
        Assert.InRange(ratio.max().item<float>(), 0.999, 1.01);
    }
}
