using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>
/// What scores of clean images are like: how surprising a score is among them, as the negative logarithm of the share
/// of clean images that score at least as high. Between knots it is a straight line, and beyond the last, of which too
/// few images tell, the exponential tail that they make likeliest.
/// </summary>
/// <param name="Scores">Scores at the knots, rising.</param>
/// <param name="Surprises">How surprising each is, rising, from 0.</param>
internal sealed record Calibration(IReadOnlyList<float> Scores, IReadOnlyList<float> Surprises)
{
    private const int KnotsPerHalving = 4;

    // Images of the tail: a share of all, but enough for a mean.
    private const double TailShare = 0.01;
    private const int LeastTail = 10;

    // In parts of the range of scores: between knots that are nearer than that, the line would be too steep for
    // float32.
    private const float LeastGap = 1e-5f;

    /// <summary>Learns from clean images that the networks have not seen.</summary>
    /// <param name="clean">Their scores.</param>
    public static Calibration Of(IReadOnlyList<float> clean)
    {
        float[] falling = [.. clean.OrderDescending()];
        var knots = new List<(float Score, float Surprise)>();
        var gap = LeastGap * (falling[0] - falling[^1]);
        var tail = Math.Max(LeastTail, TailShare * falling.Length);
        for (
            var share = 1.0;
            share == 1 || share * falling.Length >= tail;
            share *= Math.Pow(2, -1.0 / KnotsPerHalving)
        )
        {
            var count = (int)(share * falling.Length);
            if (knots.Count == 0 || falling[count - 1] > knots[^1].Score + gap)
            {
                knots.Add((falling[count - 1], (float)-Math.Log((double)count / falling.Length)));
            }
        }

        float[] above = [.. falling.TakeWhile(s => s > knots[^1].Score)];
        var excess = above.Select(s => s - knots[^1].Score).DefaultIfEmpty(0).Average();
        if (excess > gap)
        {
            // Of an exponential tail each mean excess more is one more unit of surprise. Many images may score just as
            // the last knot.
            knots.Add((knots[^1].Score + excess, (float)-Math.Log((double)above.Length / falling.Length) + 1));
        }
        else if (knots.Count == 1)
        {
            // All images score the same: a whole unit more is as surprising as so many images can tell.
            knots.Add((knots[0].Score + 1, (float)Math.Log(falling.Length + 1)));
        }

        return new Calibration([.. knots.Select(k => k.Score)], [.. knots.Select(k => k.Surprise)]);
    }

    /// <summary>The score that a share of clean images exceeds.</summary>
    /// <param name="falsePositiveRate">The share, above 0 and below 1.</param>
    public double Threshold(double falsePositiveRate)
    {
        var surprise = -Math.Log(falsePositiveRate);
        var next = Enumerable
            .Range(1, Surprises.Count - 1)
            .FirstOrDefault(i => Surprises[i] >= surprise, Surprises.Count - 1);
        var slope = (Scores[next] - Scores[next - 1]) / (Surprises[next] - Surprises[next - 1]);
        return Scores[next - 1] + ((surprise - Surprises[next - 1]) * slope);
    }

    /// <summary>How surprising scores are; below the lowest knot 0.</summary>
    /// <param name="scores"><c>[N]</c>; gradients flow through.</param>
    public Tensor Surprise(Tensor scores)
    {
        var (knots, heights) = (
            tensor([.. Scores], device: scores.device),
            tensor([.. Surprises], device: scores.device)
        );
        var slopes = heights.diff() / knots.diff();
        var segment = (bucketize(scores.detach(), knots, right: true) - 1).clamp(0, Scores.Count - 2);
        var surprise =
            heights.index_select(0, segment)
            + ((scores - knots.index_select(0, segment)) * slopes.index_select(0, segment));
        return surprise.clamp(min: 0);
    }
}
