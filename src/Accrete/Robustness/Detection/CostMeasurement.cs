using System.Diagnostics;
using Accrete.Datasets;
using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>Measures ways of asking a lineage: what they take, and what comes of it.</summary>
/// <param name="inference">Says from which suspicion on an image is called suspicious.</param>
/// <param name="set">Clean images.</param>
/// <param name="held">Which of them, as indices.</param>
/// <param name="successful">By attack, the images that succeeded.</param>
/// <param name="stop">Stops before the next batch.</param>
internal sealed class CostMeasurement(
    MutualInference inference,
    ImageSet set,
    int[] held,
    IReadOnlyList<Tensor> successful,
    CancellationToken stop
)
{
    /// <summary>Measures one way.</summary>
    /// <param name="name">As in files.</param>
    /// <param name="ask">The way: pixels to judgement.</param>
    public AskingCost Of(string name, Func<Tensor, Judgement> ask)
    {
        var (right, suspicious, macs, times) = (0, 0, 0L, new List<double>());
        foreach (var (pixels, labels) in PixelBatches.Of(set, held))
        {
            stop.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var clock = Stopwatch.StartNew();
            var judgement = ask(pixels);
            times.Add(clock.Elapsed.TotalMilliseconds / pixels.shape[0]);
            right += judgement.Labels.Zip(labels.data<long>()).Count(p => p.First == p.Second);
            suspicious += judgement.Suspicion.Count(inference.IsSuspicious);
            macs += judgement.Macs;
        }

        times.Sort();
        return new AskingCost(
            name,
            (double)macs / held.Length,
            times[times.Count / 2],
            (double)right / held.Length,
            (double)suspicious / held.Length,
            [.. successful.Select(Detected)]
        );

        double? Detected(Tensor pixels) =>
            pixels.shape[0] == 0
                ? null
                : (double)PixelBatches.Of(pixels).Sum(some => ask(some).Suspicion.Count(inference.IsSuspicious))
                    / pixels.shape[0];
    }
}
