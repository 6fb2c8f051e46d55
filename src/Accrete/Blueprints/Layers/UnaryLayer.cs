using System.Text.Json.Serialization;

namespace Accrete.Blueprints.Layers;

/// <summary>A layer with one input.</summary>
/// <param name="Name">Unique in the blueprint.</param>
/// <param name="Input">The layer that it reads.</param>
public abstract record UnaryLayer(string Name, string Input) : Layer(Name)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> Sources => [Input];

    internal sealed override ImageShape Infer(IReadOnlyList<ImageShape> inputs) => Infer(inputs[0]);

    internal sealed override IReadOnlyList<ParameterSpec> Parameters(IReadOnlyList<ImageShape> inputs) => Parameters(inputs[0]);

    internal sealed override long Macs(IReadOnlyList<ImageShape> inputs, ImageShape output) => Macs(inputs[0], output);

    private protected abstract ImageShape Infer(ImageShape input);

    private protected virtual IReadOnlyList<ParameterSpec> Parameters(ImageShape input) => [];

    private protected virtual long Macs(ImageShape input, ImageShape output) => 0;
}
