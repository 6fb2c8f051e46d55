using Accrete.Blueprints.Layers;
using static TorchSharp.torch;

namespace Accrete.Networks;

/// <summary>A kind of layer that a program adds to Accrete, together with its computation.</summary>
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
    /// Makes a kind of layer known in the whole process. Call this before a blueprint with such a layer is built or
    /// read.
    /// </summary>
    /// <param name="kind">The kind; it replaces an earlier one of the same name.</param>
    public static void Register(ComputedLayerKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        LayerKinds.Add(kind);
    }

    /// <summary>Computes the output of such a layer by operations through which gradients flow.</summary>
    /// <param name="input">The input, <c>[N, C, H, W]</c>, in the type of the activations; it must not be
    /// changed.</param>
    /// <param name="settings">The layer's settings by name.</param>
    /// <param name="parameter">Gives a parameter by its name within the layer, such as <c>weight</c>, in the type of
    /// the activations.</param>
    /// <param name="isTraining">Whether the network is in train mode.</param>
    /// <returns>The output, a new tensor in the caller's dispose scope.</returns>
    public abstract Tensor Compute(
        Tensor input,
        IReadOnlyDictionary<string, double> settings,
        Func<string, Tensor> parameter,
        bool isTraining
    );
}
