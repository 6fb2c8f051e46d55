using Accrete.Blueprints.Layers;
using static TorchSharp.torch;

namespace Accrete.Networks;

/// <summary>A layer kind that a program adds, with how it is computed.</summary>
/// <example>
/// <code>
/// sealed class Gelu : ComputedLayerKind
/// {
///     public override string Name => "gelu";
///
///     public override LayerTraits Traits => LayerTraits.Activation;
///
///     public override Tensor Compute(
///         Tensor input,
///         IReadOnlyDictionary&lt;string, double&gt; settings,
///         Func&lt;string, Tensor&gt; parameter,
///         bool isTraining
///     ) => functional.gelu(input);
/// }
///
/// ComputedLayerKind.Register(new Gelu());
/// </code>
/// </example>
public abstract class ComputedLayerKind : LayerKind
{
    /// <summary>
    /// Makes a kind known to the whole process, before a blueprint with such a layer is built or read.
    /// </summary>
    /// <param name="kind">The kind; one of the same name takes the place of an earlier one.</param>
    public static void Register(ComputedLayerKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        LayerKinds.Add(kind);
    }

    /// <summary>Computes such a layer, through which gradients flow.</summary>
    /// <param name="input">What the layer reads, <c>[N, C, H, W]</c>, in the type of the activations; left as it
    /// is.</param>
    /// <param name="settings">The layer's settings by name.</param>
    /// <param name="parameter">Gives a parameter by its own name, such as <c>weight</c>, in the type of the
    /// activations.</param>
    /// <param name="isTraining">Whether the network is in train mode.</param>
    /// <returns>The output, a new tensor in the caller's dispose scope.</returns>
    public abstract Tensor Compute(
        Tensor input,
        IReadOnlyDictionary<string, double> settings,
        Func<string, Tensor> parameter,
        bool isTraining
    );
}
