using System.Diagnostics;
using Accrete.Datasets;
using Accrete.Inference;
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
        EvaluationPass.Over(
            PixelBatches.Of(set, held),
            batch =>
            {
                var clock = Stopwatch.StartNew();
                var judgement = ask(batch.Pixels);
                times.Add(clock.Elapsed.TotalMilliseconds / batch.Pixels.shape[0]);
                right += judgement.Labels.Zip(batch.Labels.data<long>()).Count(p => p.First == p.Second);
                suspicious += judgement.Suspicion.Count(inference.IsSuspicious);
                macs += judgement.Macs;
            },
            stop
        );
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
