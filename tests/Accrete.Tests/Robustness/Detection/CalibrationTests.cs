using Accrete.Robustness.Detection;
using CsCheck;
using static TorchSharp.torch;

namespace Accrete.Tests.Robustness.Detection;

public sealed class CalibrationTests
{
    [Fact]
    public void Surprise_is_the_logarithm_of_the_share_that_scores_as_high()
    {
        using var scope = NewDisposeScope();
        var calibration = Calibration.Of([.. Enumerable.Range(1, 1000).Select(i => (float)i)]);
        var surprises = calibration.Surprise(tensor(new[] { 1f, 501, 901, 981 })).data<float>().ToArray();

        foreach (var (share, surprise) in new[] { 1, 0.5, 0.1, 0.02 }.Zip(surprises))
        {
            Assert.Equal(-Math.Log(share), surprise, 0.03);
        }

        Assert.Equal(0, calibration.Surprise(tensor(new[] { -50f })).item<float>());
        Assert.True(calibration.Surprise(tensor(new[] { 2000f })).item<float>() > surprises[^1]);
    }

    [Fact]
    public void Of_an_exponential_tail_it_is_known_far_beyond_the_highest_score()
    {
        using var scope = NewDisposeScope();
        Assert.All(
            Enumerable.Range(1, 20),
            seed =>
            {
                var random = new Random(seed);
                var calibration = Calibration.Of([
                    .. Enumerable.Range(0, 5000).Select(_ => (float)-Math.Log(random.NextDouble())),
                ]);
                Assert.InRange(calibration.Surprise(tensor(new[] { 30f })).item<float>(), 20, 45);
            }
        );
    }

    [Fact]
    public void Few_scores_above_many_equal_ones_surprise_as_few_do()
    {
        // Of three networks, disagreement is 0, a half or 1.
        var clean = Enumerable
            .Repeat(0f, 850)
            .Concat(Enumerable.Repeat(0.5f, 142))
            .Concat(Enumerable.Repeat(1f, 8))
            .ToArray();
        using var scope = NewDisposeScope();
        var calibration = Calibration.Of(clean);
        Assert.True(calibration.Surprise(tensor(new[] { 1f })).item<float>() > -Math.Log(0.01));
        Assert.InRange(calibration.Threshold(0.05), 0.5, 0.999);
    }

    [Fact]
    public void It_rises_with_the_score_and_its_threshold_has_the_surprise_of_the_rate() =>
        Gen.Select(Gen.Float[-5, 5].Array[2, 300], Gen.Double[0.01, 0.5])
            .Sample(
                (clean, rate) =>
                {
                    using var scope = NewDisposeScope();
                    var calibration = Calibration.Of(clean);
                    var surprises = calibration.Surprise(linspace(-6, 8, 200)).data<float>().ToArray();
                    Assert.All(surprises.Zip(surprises.Skip(1)), p => Assert.True(p.Second >= p.First));
                    Assert.Equal(
                        -Math.Log(rate),
                        calibration.Surprise(tensor(new[] { (float)calibration.Threshold(rate) })).item<float>(),
                        0.01 - (0.01 * Math.Log(rate))
                    );
                },
                iter: 300
            );

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.2)]
    public void A_threshold_holds_its_rate_on_other_images_of_the_kind(double rate)
    {
        var random = new Random(5);
        float[] Draw() => [.. Enumerable.Range(0, 5000).Select(_ => (float)Math.Pow(random.NextDouble(), 3))];
        var threshold = Calibration.Of(Draw()).Threshold(rate);
        Assert.Equal(rate, Draw().Count(s => s > threshold) / 5000.0, 0.02);
    }

    [Fact]
    public void Gradients_flow_through()
    {
        using var scope = NewDisposeScope();
        var scores = tensor(new[] { 3.5f, 7.2f, 30 }).requires_grad_(true);
        var gradient = autograd.grad([Calibration.Of([1, 2, 3, 4, 5, 6, 7, 8]).Surprise(scores).sum()], [scores])[0];
        Assert.True(gradient.gt(0).all().item<bool>());
    }

    [Fact]
    public void Of_scores_that_are_all_alike_only_others_surprise()
    {
        using var scope = NewDisposeScope();
        var calibration = Calibration.Of([2, 2, 2, 2]);
        Assert.Equal(0, calibration.Surprise(tensor(new[] { 2f })).item<float>());
        Assert.True(calibration.Surprise(tensor(new[] { 3f })).item<float>() > 1);
    }
}
