using Accrete.Robustness.Detection;
using CsCheck;

namespace Accrete.Tests.Robustness.Detection;

public sealed class PromisedRateTests
{
    [Theory]
    [InlineData(10, 0, 0.2589)]
    [InlineData(10, 1, 0.3942)]
    [InlineData(10, 5, 0.7776)]
    [InlineData(20, 1, 0.2161)]
    [InlineData(100, 5, 0.1023)]
    [InlineData(1, 0, 0.95)]
    [InlineData(7, 7, 1)]
    public void The_bound_is_that_of_Clopper_and_Pearson(int images, int above, double bound) =>
        Assert.Equal(bound, new PromisedRate(images, above).AtMost, 1e-4);

    [Fact]
    public void Where_none_lies_above_it_has_a_closed_form() =>
        Gen.Int[1, 100_000]
            .Sample(
                images => Assert.Equal(1 - Math.Pow(0.05, 1.0 / images), new PromisedRate(images, 0).AtMost, 1e-12),
                iter: 200
            );

    [Fact]
    public void More_images_promise_less_and_more_above_promise_more() =>
        Gen.Select(Gen.Int[2, 20_000], Gen.Double[0, 0.5])
            .Sample(
                (images, share) =>
                {
                    var above = (int)(share * images);
                    var bound = new PromisedRate(images, above).AtMost;
                    Assert.InRange(bound, (double)above / images, 1);
                    Assert.True(new PromisedRate(images + 1, above).AtMost < bound);
                    Assert.True(new PromisedRate(images, above + 1).AtMost > bound);
                },
                iter: 60
            );

    [Theory]
    [InlineData(0.05, 59)]
    [InlineData(0.01, 299)]
    [InlineData(0.5, 5)]
    public void A_rate_that_too_few_images_cannot_promise_is_refused(double rate, int needed)
    {
        Assert.Equal(needed, PromisedRate.ImagesNeeded(rate));
        PromisedRate.Require(rate, needed);
        Assert.True(new PromisedRate(needed, 0).AtMost <= rate);
        var said = Assert.Throws<InvalidInputException>(() => PromisedRate.Require(rate, needed - 1)).Message;
        Assert.Contains($"needs {needed} images or more", said, StringComparison.Ordinal);
        Assert.Contains($"half of the test images are {needed - 1}, which promise", said, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_said_in_words_and_never_rounded_down()
    {
        Assert.Equal(
            "Of the 59 clean images that set the threshold 0 lie above it: it calls at most 4.96 % of such "
                + "images suspicious, with a confidence of 95 %",
            $"{new PromisedRate(59, 0)}"
        );
        Assert.Equal("95 %", new PromisedRate(1, 0).Percent);
        Assert.Equal("100 %", new PromisedRate(3, 3).Percent);
    }

    [Theory]
    [InlineData(20, 0.05)]
    [InlineData(60, 0.05)]
    [InlineData(400, 0.1)]
    public void The_threshold_keeps_its_promise_nineteen_times_of_twenty(int images, double rate)
    {
        var (random, broken) = (new Random(3), 0);
        for (var i = 0; i < 1000; i++)
        {
            float[] clean = [.. Enumerable.Range(0, images).Select(_ => (float)-Math.Log(1 - random.NextDouble()))];
            var threshold = Calibration.Of(clean).Threshold(rate);
            broken += Math.Exp(-threshold) > new PromisedRate(images, clean.Count(s => s > threshold)).AtMost ? 1 : 0;
        }

        Assert.InRange(broken, 0, 70);
    }
}
