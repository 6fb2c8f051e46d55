using Accrete.Blueprints.Layers;
using Accrete.Inference;
using Accrete.Networks;
using Accrete.Pruning;
using static TorchSharp.torch;

namespace Accrete.Robustness.Noise;

/// <summary>How much of what a layer says is noise, when there is noise on the pixels.</summary>
/// <param name="Layer">The layer: one with an activation, or the last.</param>
/// <param name="Share">
/// The noise's norm as a part of the signal's: the root of the sums of squares over all images. Null where the layer
/// says nothing of clean images.
/// </param>
internal sealed record NoisePropagation(string Layer, double? Share)
{
    /// <summary>Measures all layers of a network, first to last.</summary>
    /// <param name="network">The network; it is left in eval mode.</param>
    /// <param name="clean">Normalised images and labels.</param>
    /// <param name="noisy">The same images with noise.</param>
    /// <param name="stop">Stops before the next images.</param>
    /// <exception cref="OperationCanceledException">Throws if the work was canceled.</exception>
    public static IReadOnlyList<NoisePropagation> Of(
        Network network,
        ImageSample clean,
        ImageSample noisy,
        CancellationToken stop = default
    )
    {
        using var parts = NewDisposeScope();
        network.IsTraining = false;
        string[] layers =
        [
            .. network.Blueprint.Layers.Where(l => l.Has(LayerTraits.Activation)).Select(l => l.Name),
            network.Blueprint.Layers[^1].Name,
        ];
        var (signal, noise) = (new double[layers.Length], new double[layers.Length]);
        EvaluationPass.Over(clean.Chunks().Zip(noisy.Chunks()), Add, stop);

        return
        [
            .. layers.Select(
                (layer, i) => new NoisePropagation(layer, signal[i] > 0 ? Math.Sqrt(noise[i] / signal[i]) : null)
            ),
        ];

        void Add((ImageSample Clean, ImageSample Noisy) same)
        {
            var (before, after) = (
                network.Observe(same.Clean.Images, layers),
                network.Observe(same.Noisy.Images, layers)
            );
            for (var i = 0; i < layers.Length; i++)
            {
                var (expected, actual) = (
                    before[layers[i]].to_type(ScalarType.Float32),
                    after[layers[i]].to_type(ScalarType.Float32)
                );
                signal[i] += expected.square().sum().to_type(ScalarType.Float64).item<double>();
                noise[i] += (actual - expected).square().sum().to_type(ScalarType.Float64).item<double>();
            }
        }
    }
}
