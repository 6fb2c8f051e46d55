using Accrete.Blueprints.Layers;
using Accrete.Networks;
using static TorchSharp.torch;

/// <summary>A layer: the Gaussian error linear unit (Hendrycks and Gimpel, 2016).</summary>
internal sealed class Gelu : ComputedLayerKind
{
    public override string Name => "gelu";

    public override LayerTraits Traits => LayerTraits.Activation;

    public override Tensor Compute(
        Tensor input,
        IReadOnlyDictionary<string, double> settings,
        Func<string, Tensor> parameter,
        bool isTraining
    ) => nn.functional.gelu(input);
}
