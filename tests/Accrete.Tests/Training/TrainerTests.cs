using Accrete.Blueprints;
using Accrete.Datasets;
using Accrete.Networks;
using Accrete.Tests.Cumulative;
using Accrete.Tests.Growth;
using Accrete.Training;
using static TorchSharp.torch;

namespace Accrete.Tests.Training;

public sealed class TrainerTests
{
    private static readonly Blueprint Small = Architectures
        .Find("vgg-small")
        .Build(new ImageShape(1, 8, 8), 3, 0.1, 0.5);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_loss_that_is_not_finite_is_an_error_and_leaves_the_weights(float pixel)
    {
        using var scope = NewDisposeScope();
        using var network = new Network(Small, new Seed(1));
        using var before = network.Copy();
        using var trainer = new Trainer(network, new OptimiserSettings { Rate = 0.5 });
        var images = RandomNetworks.Images(Small, 4, 1, ScalarType.Float32);
        images[0, 0, 0, 0] = pixel;

        var error = Assert.Throws<AccreteException>(() =>
            trainer.Step(new Batch(images, tensor(new long[] { 0, 1, 2, 0 })), 0.25)
        );

        Assert.Contains("learning rate 0.25", error.Message, StringComparison.Ordinal);
        Assert.Contains("optimiser.rate (now 0.5)", error.Message, StringComparison.Ordinal);
        foreach (var (name, parameter) in network.Learned)
        {
            Assert.True(parameter.eq(before.State[name]).all().item<bool>(), name);
        }
    }

    [Theory]
    [InlineData(OptimiserKind.Sgd, Precision.Float32)]
    [InlineData(OptimiserKind.AdamW, Precision.Float32)]
    [InlineData(OptimiserKind.Sgd, Precision.BFloat16)]
    public void The_loss_falls_on_a_small_set(OptimiserKind kind, Precision precision)
    {
        using var set = TinyRuns.Set(30, 1);
        using var network = new Network(Small, new Seed(1)) { Precision = precision };
        using var trainer = new Trainer(network, new OptimiserSettings { Kind = kind });
        using var batches = new BatchStream(
            set,
            [.. Enumerable.Range(0, 30)],
            10,
            Preprocessing.Of(set),
            new Augmentation(),
            network.ComputeType,
            CPU,
            new Seed(1)
        );
        var first = trainer.Step(batches.Next(), 0.01).Loss;
        var last = new StepResult();
        for (var step = 0; step < 40; step++)
        {
            last = trainer.Step(batches.Next(), 0.01);
        }

        Assert.True(last.Loss < first / 3, $"{first} to {last.Loss}");
        Assert.True(last.Accuracy > 0.8);
    }

    [Fact]
    public void Weights_of_images_weigh_their_gradients()
    {
        using var scope = NewDisposeScope();
        using var set = Accrete.Tests.Cumulative.TinyRuns.Set(12, 1);
        var samples = new LearnedSamples(
            [.. Enumerable.Range(0, 12).Select(i => (float)i)],
            new SamplePass(0, 0, [0, 7, 8, 9], [3, 1, 1, 2])
        );
        using var batches = new BatchStream(
            set,
            [.. Enumerable.Range(0, 12)],
            4,
            Preprocessing.Of(set),
            new Augmentation(),
            ScalarType.Float32,
            CPU,
            new Seed(1),
            samples,
            _ => 0.5
        );
        var batch = batches.Next();
        using var network = new Network(Architectures.Find("vgg-small").Build(set.Shape, 3, 0.1), new Seed(1));
        using var same = network.Copy();
        same.IsTraining = true;
        var losses = nn.functional.cross_entropy(
            same.Forward(batch.Images),
            batch.Labels,
            reduction: nn.Reduction.None
        );
        (losses * tensor(new float[] { 3, 1, 1, 2 })).mean().backward();
        var expected = same.Learned.ToDictionary(p => p.Name, p => (p.Value - (0.5 * p.Value.grad!)).detach());

        using var trainer = new Trainer(
            network,
            new OptimiserSettings
            {
                Momentum = 0,
                Nesterov = false,
                Decay = 0,
            }
        );
        var result = trainer.Step(batch, 0.5);

        Assert.All(network.Learned, p => Assert.True(p.Value.allclose(expected[p.Name], atol: 1e-6)));
        Assert.Equal(losses.data<float>().ToArray(), trainer.SampleLosses!);
        Assert.Equal(losses.sum().item<float>(), result.LossSum, 1e-4);
    }

    [Fact]
    public void Loss_and_accuracy_are_those_before_the_step()
    {
        using var scope = NewDisposeScope();
        using var network = new Network(Small, new Seed(1));
        using var before = network.Copy();
        using var trainer = new Trainer(network, new OptimiserSettings { Smoothing = 0.2 });
        var images = RandomNetworks.Images(Small, 5, 1, ScalarType.Float32);
        var labels = new long[] { 2, 1, 0, 1, 2 };

        var result = trainer.Step(new Batch(images, tensor(labels)), 0.1);

        before.IsTraining = true;
        var logits = before.Forward(images).detach();
        var chances = logits.log_softmax(1).data<float>().ToArray();
        // Smoothing spreads a fifth of each label over all three classes.
        var loss = labels
            .Select(
                (label, i) =>
                    -Enumerable.Range(0, 3).Sum(c => chances[(3 * i) + c] * ((c == label ? 0.8 : 0) + (0.2 / 3)))
            )
            .Average();
        Assert.Equal(loss, result.Loss, 1e-5);
        Assert.Equal(
            labels.Where((label, i) => Enumerable.Range(0, 3).MaxBy(c => chances[(3 * i) + c]) == label).Count(),
            result.Correct
        );
        Assert.Equal(5, result.Images);
    }
}
