using Accrete.Blueprints;
using Accrete.Blueprints.Layers;
using Accrete.Costs;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Growth;

/// <summary>
/// Makes a network deeper: inserts layers in such a way that the network computes the same function at first.
/// </summary>
/// <remarks>
/// In a chain of layers, this follows Net2DeeperNet (Chen, Goodfellow and Shlens, 2016): behind an activation with
/// f(f(x)) = f(x), a convolution with a centered identity kernel is inserted, and a norm whose scale and shift undo its
/// own statistics, which are measured by a calibration pass. In train mode a norm uses the statistics of the batch, so
/// there the output changes a little. A new residual block begins with a last norm of scale and shift 0, and new
/// channels of a concat begin with weights of 0 in the layers that read them: both are exact in train mode, too.
/// </remarks>
public static class Deepen
{
    /// <summary>Makes a network as deep as another blueprint, and keeps the widths of its layers.</summary>
    /// <param name="network">The network; it is not changed.</param>
    /// <param name="optimiser">The state of its optimizer, or null; it is not changed. New layers begin without
    /// moments.</param>
    /// <param name="target">The blueprint to reach: all layers of the network and some new ones. The widths of the old
    /// layers in it are ignored.</param>
    /// <param name="calibration">Normalized images, <c>[N, C, H, W]</c>, on which new norms measure their
    /// statistics.</param>
    /// <param name="seed">The seed of the weights inside new residual branches.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if a layer is missing in the target, or if a new layer cannot keep the function.
    /// </exception>
    public static Transformed To(
        Network network,
        OptimiserState? optimiser,
        Blueprint target,
        Tensor calibration,
        Seed seed
    ) => To(network, optimiser, target, calibration, seed, null);

    /// <summary>The same, booking the work of calibration.</summary>
    internal static Transformed To(
        Network network,
        OptimiserState? optimiser,
        Blueprint target,
        Tensor calibration,
        Seed seed,
        WorkClock? clock
    )
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var insertion = new Insertion(network.Blueprint, target);
        var deeper = insertion.AtPresentWidths();
        var extension = new Extension(network.Blueprint, deeper);
        var weights = deeper.Parameters.ToDictionary(
            p => p.Name,
            p =>
                network.State.TryGetValue(p.Name, out var old)
                    ? extension.OfWeights(p, old, seed)
                    : FreshWeights.Make(p, seed)
        );
        Pass(weights, insertion, deeper, network, calibration, clock);
        foreach (var spec in insertion.Silent.SelectMany(s => deeper[s].Parameters).Where(p => p.Learned))
        {
            weights[spec.Name] = zeros([.. spec.Shape]);
        }

        var deep = network.With(deeper, weights);
        return new Transformed(deep, optimiser is null ? null : extension.OfMoments(optimiser));
    }

    /// <summary>Gets the layers that a target has and a blueprint lacks.</summary>
    public static IReadOnlyList<Layer> NewLayers(Blueprint from, Blueprint target) =>
        [.. target.Layers.Where(l => !from.Has(l.Name))];

    /// <summary>
    /// Gets the new norms of a target that measure their statistics on calibration images. If there are none,
    /// calibration images are not used.
    /// </summary>
    /// <exception cref="InvalidInputException">
    /// Throws if a layer is missing in the target, or if a new layer cannot keep the function.
    /// </exception>
    public static IReadOnlyList<string> CalibratedLayers(Blueprint from, Blueprint target) =>
        [.. new Insertion(from, target).Origins.Keys.Where(o => target[o].Layer is BatchNorm)];

    // Makes layers pass on what they read.
    private static void Pass(
        Dictionary<string, Tensor> weights,
        Insertion insertion,
        Blueprint deeper,
        Network network,
        Tensor calibration,
        WorkClock? clock
    )
    {
        var norms = insertion.Origins.Where(o => deeper[o.Key].Layer is BatchNorm).ToArray();
        var statistics = Measure(network, calibration, [.. norms.Select(n => n.Value).Distinct()], clock);
        foreach (var (name, origin) in norms)
        {
            var (mean, variance) = statistics[origin];
            weights[$"{name}.weight"] = (variance + ((BatchNorm)deeper[name].Layer).Epsilon).sqrt();
            weights[$"{name}.bias"] = weights[$"{name}.running_mean"] = mean;
            weights[$"{name}.running_var"] = variance;
        }

        foreach (var name in insertion.Origins.Keys)
        {
            foreach (var spec in deeper[name].Parameters.Where(_ => deeper[name].Layer.Has(LayerTraits.WeighedSum)))
            {
                weights[spec.Name] = spec.Shape.Count == 1 ? zeros([.. spec.Shape]) : Identity(spec);
            }
        }
    }

    // The kernel or matrix that gives what it gets.
    private static Tensor Identity(ParameterSpec spec)
    {
        var identity = zeros([.. spec.Shape], dtype: ScalarType.Float64);
        var centred =
            spec.Shape.Count == 4 ? identity[.., .., (int)(spec.Shape[2] / 2), (int)(spec.Shape[3] / 2)] : identity;
        centred.copy_(
            spec.Shape[1] == 1
                ? ones([.. centred.shape], dtype: ScalarType.Float64)
                : eye(spec.Shape[0], dtype: ScalarType.Float64)
        );
        return identity;
    }

    private static Dictionary<string, (Tensor Mean, Tensor Variance)> Measure(
        Network network,
        Tensor calibration,
        IReadOnlyCollection<string> layers,
        WorkClock? clock
    )
    {
        if (layers.Count == 0)
        {
            return [];
        }

        using var copy = network.CopyInFullPrecision();
        copy.IsTraining = false;
        var statistics = copy.Observe(calibration, layers)
            .ToDictionary(
                o => o.Key,
                o =>
                {
                    // In two passes: libtorch's var_mean takes ten times as long on images in channels-last order.
                    long[] overImages = o.Value.dim() == 4 ? [0, 2, 3] : [0];
                    var mean = o.Value.mean(overImages, keepdim: true);
                    return (mean.flatten(), (o.Value - mean).pow_(2).mean(overImages));
                }
            );
        clock?.Book(Purpose.Calibration, Work.Forward(network.Blueprint, calibration.shape[0]));
        return statistics;
    }
}
