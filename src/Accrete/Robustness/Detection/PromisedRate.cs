using System.Text.Json.Serialization;

namespace Accrete.Robustness.Detection;

/// <summary>
/// The rate of false positives that a threshold can promise: how many clean images set it, and how many of these lie
/// above it. Of so many images the share of all others above the next highest score has a beta distribution, whatever
/// the scores are like (S. S. Wilks, 1941), so that its bound is that of Clopper and Pearson for a count.
/// </summary>
/// <param name="Images">Clean images that set the threshold.</param>
/// <param name="Above">How many of them lie above it.</param>
internal sealed record PromisedRate(int Images, int Above)
{
    /// <summary>How sure the promise is.</summary>
    public const double Confidence = 0.95;

    // Halves the interval until float64 has no number between its ends.
    private const int Halvings = 60;

    /// <summary>The rate that the true one exceeds with a probability of 5 % at most.</summary>
    public double AtMost { get; } = Bound(Images, Above);

    /// <summary>The rate as people read it, rounded up: a promise is not made smaller.</summary>
    [JsonIgnore]
    public string Percent => InPercent(AtMost);

    /// <summary>How many images are needed to promise a rate where none of them lies above the threshold.</summary>
    /// <param name="rate">The rate, above 0 and below 1.</param>
    public static int ImagesNeeded(double rate) =>
        (int)Math.Min(Math.Ceiling(Math.Log(1 - Confidence) / Math.Log(1 - rate)), int.MaxValue);

    /// <summary>Passes a rate that as many images can promise.</summary>
    /// <param name="rate">The rate of false positives that was asked for.</param>
    /// <param name="images">How many images set the threshold.</param>
    /// <exception cref="InvalidInputException">Throws if there are too few.</exception>
    internal static void Require(double rate, int images)
    {
        if (images < ImagesNeeded(rate))
        {
            throw new InvalidInputException(
                $"false positives: {InPercent(rate)} needs {Counted.Of(ImagesNeeded(rate), "image")} or more "
                    + "to set a threshold, but half of the test images "
                    + $"are {images}, which promise {InPercent(Bound(images, 0))} at best; give more "
                    + "images, or a higher rate.",
                Setting.Data,
                Setting.FalsePositiveRate
            );
        }
    }

    /// <summary>The promise in words.</summary>
    public override string ToString() =>
        $"Of the {Counted.Of(Images, "clean image")} that set the threshold {Above} "
        + $"{(Above == 1 ? "lies" : "lie")} above it: "
        + $"it calls at most {Percent} of such images suspicious, with a confidence of 95 %";

    private static string InPercent(double rate) =>
        FormattableString.Invariant($"{Math.Ceiling(Math.Round(1e4 * rate, 6)) / 100:0.##} %");

    // The highest rate at which so few images above the threshold are not less likely than 5 %.
    private static double Bound(int images, int above)
    {
        if (images < 1 || above < 0 || above > images)
        {
            throw new ArgumentOutOfRangeException(
                nameof(above),
                above,
                $"must be from 0 to {images}, of 1 image or more"
            );
        }

        var (low, high) = (0d, 1d);
        for (var i = 0; above < images && i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = AtMostAbove(images, above, middle) > 1 - Confidence ? (middle, high) : (low, middle);
        }

        return high;
    }

    // The probability of so many or fewer, a binomial sum; logarithms keep many images from underflow.
    private static double AtMostAbove(int images, int above, double rate)
    {
        var (term, odds) = (images * Math.Log(1 - rate), Math.Log(rate / (1 - rate)));
        var sum = Math.Exp(term);
        for (var i = 0; i < above; i++)
        {
            term += Math.Log((double)(images - i) / (i + 1)) + odds;
            sum += Math.Exp(term);
        }

        return sum;
    }
}
