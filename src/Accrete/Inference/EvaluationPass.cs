using Accrete.Costs;
using Accrete.Datasets;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Inference;

/// <summary>
/// The one way in which many images are asked about: batch after batch, without gradients, what each batch takes being
/// freed before the next one.
/// </summary>
internal static class EvaluationPass
{
    // At most; fewer where their activations are large.
    private const int BatchSize = 250;

    /// <summary>Asks a network about the images of a set or subset, as they are, in their order.</summary>
    /// <param name="network">The network; it is left in eval mode.</param>
    /// <param name="set">The images.</param>
    /// <param name="preprocessing">What is done to each.</param>
    /// <param name="subset">Which of them, as indices; null for all.</param>
    /// <param name="hear">Hears the logits <c>[N, classes]</c> and labels <c>[N]</c> of each batch, both on the
    /// network's device.</param>
    /// <param name="stop">Stops before the next batch.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Of(
        Network network,
        ImageSet set,
        Preprocessing preprocessing,
        int[]? subset,
        Action<Tensor, Tensor> hear,
        CancellationToken stop
    )
    {
        network.IsTraining = false;
        var size = CostLimits.Batch(network, BatchSize);
        Over(
            EvaluationBatches.Over(set, subset, size, preprocessing, network.ComputeType, network.Device),
            batch => hear(network.Forward(batch.Images), batch.Labels),
            stop
        );
    }

    /// <summary>Does something with each of some batches.</summary>
    /// <param name="batches">The batches.</param>
    /// <param name="ask">What is done; tensors that it does not move away are freed.</param>
    /// <param name="stop">Stops before the next batch.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Over<T>(IEnumerable<T> batches, Action<T> ask, CancellationToken stop)
    {
        using var nothing = no_grad();
        foreach (var batch in batches)
        {
            stop.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            ask(batch);
        }
    }
}
