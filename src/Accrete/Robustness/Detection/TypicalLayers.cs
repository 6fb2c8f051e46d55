using Accrete.Blueprints.Layers;
using Accrete.Datasets;
using Accrete.Inference;
using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>
/// How unlike anything in training the last network's activations are: for each of some layers the mean of each
/// channel, and the Mahalanobis distance of these from the nearest class; of the layers the strangest one counts.
/// </summary>
/// <remarks>
/// After Lee et al., <i>A Simple Unified Framework for Detecting Out-of-Distribution Samples and Adversarial
/// Attacks</i>, 2018, but learned from clean images alone.
/// </remarks>
internal sealed class TypicalLayers : IScore, IDisposable
{
    /// <summary>The name of its score.</summary>
    public const string ScoreName = "layers";

    private const int MostLayers = 8;

    // A channel that never varies must not make every image strange.
    private const double Ridge = 1e-3;

    private readonly IReadOnlyList<TypicalLayer> layers;

    private TypicalLayers(IReadOnlyList<TypicalLayer> layers) => this.layers = layers;

    /// <inheritdoc/>
    public string Name => ScoreName;

    internal IReadOnlyList<TypicalLayer> Layers => layers;

    /// <summary>Learns from training images.</summary>
    /// <param name="family">Whose last network is watched.</param>
    /// <param name="train">The training images.</param>
    /// <param name="subset">Which of them, as indices.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="stop">Stops before the next batch.</param>
    /// <exception cref="OperationCanceledException">Throws if the work was canceled.</exception>
    public static TypicalLayers Learn(
        Family family,
        ImageSet train,
        int[] subset,
        int classes,
        CancellationToken stop = default
    )
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var names = Watched(family);
        var (values, labels) = (names.Select(_ => new List<Tensor>()).ToArray(), new List<Tensor>());
        EvaluationPass.Over(
            PixelBatches.Of(train, subset),
            batch =>
            {
                var outputs = family.Ask(batch.Pixels).LastLayers(names);
                for (var i = 0; i < names.Length; i++)
                {
                    values[i].Add(ChannelMeans(outputs[i]).MoveToOuterDisposeScope());
                }

                labels.Add(batch.Labels.clone().MoveToOuterDisposeScope());
            },
            stop
        );
        return Of(names.Select((n, i) => TypicalLayer.Learn(n, cat(values[i]), cat(labels), classes, Ridge)));
    }

    /// <summary>Makes them one by one; where one cannot be made, those before it are gone.</summary>
    internal static TypicalLayers Of(IEnumerable<TypicalLayer> made)
    {
        var layers = new List<TypicalLayer>();
        try
        {
            layers.AddRange(made);
            return new TypicalLayers(layers);
        }
        catch
        {
            layers.ForEach(l => l.Dispose());
            throw;
        }
    }

    /// <inheritdoc/>
    public Tensor Measure(FamilyAnswers answers) =>
        answers
            .LastLayers([.. layers.Select(l => l.Name)])
            .Zip(layers, (output, layer) => layer.Strangeness(ChannelMeans(output)))
            .Aggregate((most, next) => maximum(most, next));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var layer in layers)
        {
            layer.Dispose();
        }
    }

    // Those with an activation, spread over the network where there are many; of a network without any, its logits.
    private static string[] Watched(Family family)
    {
        string[] all = [.. family.Last.Blueprint.Layers.Where(l => l.Has(LayerTraits.Activation)).Select(l => l.Name)];
        return all.Length == 0
            ? [family.Last.Blueprint.Layers[^1].Name]
            :
            [
                .. Enumerable
                    .Range(0, Math.Min(MostLayers, all.Length))
                    .Select(i => all[i * all.Length / Math.Min(MostLayers, all.Length)]),
            ];
    }

    private static Tensor ChannelMeans(Tensor output) => output.dim() == 4 ? output.mean([2, 3]) : output;
}
