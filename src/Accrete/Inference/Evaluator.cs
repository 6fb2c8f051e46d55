using Accrete.Costs;
using Accrete.Datasets;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Inference;

/// <summary>Asks a network about images in eval mode.</summary>
internal static class Evaluator
{
    /// <summary>Classifies the images of a set or subset.</summary>
    /// <param name="network">The network; it is left in eval mode.</param>
    /// <param name="set">The images.</param>
    /// <param name="preprocessing">What is done to each.</param>
    /// <param name="subset">Which of them, as indices; null for all.</param>
    /// <param name="clock">Books the work; null for none.</param>
    /// <param name="stop">Stops after a batch; what was done is discarded.</param>
    /// <exception cref="OperationCanceledException">Throws if the work was canceled.</exception>
    public static Evaluation Evaluate(
        Network network,
        ImageSet set,
        Preprocessing preprocessing,
        int[]? subset = null,
        WorkClock? clock = null,
        CancellationToken stop = default
    )
    {
        var (images, loss, within, work) = (0L, 0.0, 0L, default(Work));
        var (ofClass, rightOfClass) = (new long[network.Blueprint.Classes], new long[network.Blueprint.Classes]);
        try
        {
            EvaluationPass.Of(network, set, preprocessing, subset, Count, stop);
        }
        catch (OperationCanceledException)
        {
            clock?.Book(Purpose.Discarded, work);
            throw;
        }

        clock?.Book(Purpose.Evaluation, work);
        return new Evaluation(images, loss / images, (double)rightOfClass.Sum() / images, (double)within / images)
        {
            ClassAccuracy =
            [
                .. ofClass.Zip(rightOfClass, (all, right) => all == 0 ? (double?)null : (double)right / all),
            ],
        };

        void Count(Tensor logits, Tensor right)
        {
            var labels = right.unsqueeze(1);
            var hits = logits.topk((int)Math.Min(5, logits.shape[1]), 1).indexes.eq(labels);
            images += labels.shape[0];
            work += Work.Forward(network.Blueprint, labels.shape[0]);
            loss += nn
                .functional.cross_entropy(logits, right, reduction: nn.Reduction.Sum)
                .to_type(ScalarType.Float64)
                .item<double>();
            within += hits.sum().item<long>();
            foreach (
                var (label, hit) in right.cpu().data<long>().Zip(hits.select(1, 0).contiguous().cpu().data<bool>())
            )
            {
                ofClass[label]++;
                rightOfClass[label] += hit ? 1 : 0;
            }
        }
    }
}
