using Accrete.Robustness.Detection;
using static TorchSharp.torch;

namespace Accrete.Tests.Robustness.Detection;

public sealed class ScoresTests
{
    [Fact]
    public void Networks_that_are_the_same_neither_diverge_nor_disagree()
    {
        using var scope = NewDisposeScope();
        var models = MadeFamily.Models(12);
        using var network = models[0].Network;
        using var family = new Family([models[0], models[0], models[0]]);
        var answers = family.Ask(rand(20, 1, 12, 12));

        Assert.True(new Divergence().Measure(answers).abs().max().item<float>() < 1e-5);
        Assert.True(new ConfidenceSpread().Measure(answers).max().item<float>() < 1e-5);
        Assert.Equal(0, new LabelDisagreement().Measure(answers).max().item<float>());
        Assert.True(
            (new Doubt().Measure(answers) + answers.LastLogits.log_softmax(1).amax([1])).abs().max().item<float>()
                < 1e-5
        );
    }

    [Fact]
    public void Scores_are_what_their_formulas_say()
    {
        using var scope = NewDisposeScope();
        using var family = MadeFamily.Make(6, 9, 12);
        var pixels = rand(30, 1, 12, 12);
        var answers = family.Ask(pixels);
        var confidences = answers.Confidences.ToArray();
        var last = confidences[^1];
        var answer = last.argmax(1);

        var mean = (confidences[0] + confidences[1] + confidences[2]) / 3;
        var divergence =
            confidences.Select(c => (c * (c / mean).log()).sum(1)).Aggregate((sum, next) => sum + next) / 3;
        AssertClose(divergence, new Divergence().Measure(answers));
        AssertClose(1 - last.amax([1]), new MaxSoftmax().Measure(answers));
        AssertClose(
            (
                confidences[0].argmax(1).ne(answer).to_type(ScalarType.Float32)
                + confidences[1].argmax(1).ne(answer).to_type(ScalarType.Float32)
            ) / 2,
            new LabelDisagreement().Measure(answers)
        );
        Assert.True(new Margin().Measure(answers).le(0).all().item<bool>());
        Assert.InRange(new FeatureSqueezing().Measure(answers).max().item<float>(), 0, 2);
    }

    [Fact]
    public void Grain_is_high_for_noise_and_low_for_edges()
    {
        using var scope = NewDisposeScope();
        using var family = MadeFamily.Make(12);
        var (flat, edge) = (full([1, 1, 12, 12], 0.5f), zeros([1, 1, 12, 12]));
        edge[0, 0, TensorIndex.Slice(3, 8), TensorIndex.Slice(2, 9)] = 1;
        var noise = 0.5 + (0.1 * randn([1, 1, 12, 12]));

        var grain = new Grain()
            .Measure(family.Ask(cat([flat, edge, noise, edge + (0.1 * randn([1, 1, 12, 12]))])))
            .data<float>()
            .ToArray();

        Assert.Equal((0, 0), (grain[0], grain[1]));
        Assert.True(grain[2] > 0.4 && grain[3] > 0.05, $"{grain[2]} {grain[3]}");
    }

    [Fact]
    public void Who_follows_grains_gradient_lowers_the_grain()
    {
        using var scope = NewDisposeScope();
        using var family = MadeFamily.Make(12);
        using var draws = new Generator(1);
        var pixels = 0.5 + (0.1 * randn([20, 1, 12, 12], generator: draws));
        var before = new Grain().Measure(family.Ask(pixels));
        var changed = pixels;
        for (var step = 0; step < 10; step++)
        {
            var variable = changed.detach().clone().requires_grad_(true);
            var grain = new Grain().Measure(family.Ask(variable));
            Assert.Equal(new Grain().Measure(family.Ask(changed)).data<float>(), grain.detach().data<float>());
            changed -= 0.003 * autograd.grad([grain.sum()], [variable])[0].sign();
        }

        // By a tenth and more, which the gradient of the one value in the middle does not do.
        var ratio = (new Grain().Measure(family.Ask(changed)) / before).mean().item<float>();
        Assert.True(ratio < 0.9, $"{ratio}");
    }

    [Fact]
    public void Layers_find_images_strange_that_are_not_like_training()
    {
        using var scope = NewDisposeScope();
        using var family = MadeFamily.Make(12, 12);
        using var data = MadeFamily.Data(600, 300);
        using var layers = TypicalLayers.Learn(family, data.Train, [.. Enumerable.Range(0, 600)], 3);
        var (like, _) = PixelBatches.At(data.Test, [.. Enumerable.Range(0, 300)]);
        var strange = zeros_like(like);
        strange[TensorIndex.Ellipsis, TensorIndex.Slice(step: 2)] = 1;

        var (ordinary, odd) = (layers.Measure(family.Ask(like)), layers.Measure(family.Ask(strange)));

        // The largest of some standard deviations.
        Assert.InRange(ordinary.mean().item<float>(), -0.5, 2);
        Assert.True(odd.min().item<float>() > ordinary.quantile(tensor(0.99f)).item<float>());
    }

    [Fact]
    public void All_but_counts_of_labels_have_gradients_for_the_pixels()
    {
        using var family = MadeFamily.Make(6, 12);
        using var data = MadeFamily.Data(300, 90);
        using var inference = MutualInference.Learn(MadeFamily.Make(6, 12), data, [.. Enumerable.Range(0, 45)], 0.05);
        foreach (
            var score in new IScore[]
            {
                new Divergence(),
                new Doubt(),
                new Margin(),
                new MaxSoftmax(),
                new ConfidenceSpread(),
                new Grain(),
                new FeatureSqueezing(),
                inference.Score,
            }
        )
        {
            using var scope = NewDisposeScope();
            var pixels = rand(4, 1, 12, 12).requires_grad_(true);
            var gradient = autograd.grad([score.Measure(family.Ask(pixels)).sum()], [pixels])[0];
            Assert.True(gradient.isfinite().all().item<bool>() && gradient.abs().max().item<float>() > 0, score.Name);
        }
    }

    private static void AssertClose(Tensor expected, Tensor actual) =>
        Assert.True((expected - actual).abs().max().item<float>() < 1e-5);
}
