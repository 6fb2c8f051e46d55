using Accrete.Datasets;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Training;

/// <summary>Asks a network about images in eval mode.</summary>
public static class Evaluator
{
    private const int BatchSize = 250;

    /// <summary>Classifies all images of a set.</summary>
    public static Evaluation Evaluate(Network network, ImageSet set, Preprocessing preprocessing, CancellationToken stop = default)
    {
        using var nothing = no_grad();
        network.eval();
        var (images, loss, correct, within) = (0L, 0.0, 0L, 0L);
        foreach (var batch in EvaluationBatches.Over(set, null, BatchSize, preprocessing, network.ComputeType, network.Device))
        {
            stop.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var logits = network.forward(batch.Images);
            var labels = batch.Labels.unsqueeze(1);
            var hits = logits.topk((int)Math.Min(5, logits.shape[1]), 1).indexes.eq(labels);
            images += labels.shape[0];
            loss += nn.functional.cross_entropy(logits, batch.Labels, reduction: nn.Reduction.Sum).to_type(ScalarType.Float64).item<double>();
            correct += hits.narrow(1, 0, 1).sum().item<long>();
            within += hits.sum().item<long>();
        }

        return new Evaluation(images, loss / images, (double)correct / images, (double)within / images);
    }
}
