namespace Accrete.Blueprints.Layers;

/// <summary>max(x, 0), and at most <see cref="Limit"/> where there is one (6 in MobileNetV2).</summary>
/// <param name="Name">The name, unique in the blueprint.</param>
/// <param name="Input">The layer that it reads.</param>
/// <param name="Limit">The largest value; null for none.</param>
internal sealed record Relu(string Name, string Input, double? Limit = null) : UnaryLayer(Name, Input)
{
    /// <inheritdoc/>
    public override LayerTraits Traits => LayerTraits.Activation;

    private protected override ImageShape Infer(ImageShape input) =>
        Limit is null or (>= 1e-30 and <= 1e30)
            ? input
            : throw Unfit($"limit {AskedNumber.Text(Limit.Value)} must be above 0 and below 1e30.");
}
