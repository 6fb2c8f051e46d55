namespace Accrete.Blueprints.Layers;

/// <summary>max(x, 0).</summary>
/// <param name="Name">Unique in the blueprint.</param>
/// <param name="Input">The layer that it reads.</param>
public sealed record Relu(string Name, string Input) : UnaryLayer(Name, Input)
{
    internal override ChannelFlow Flow => ChannelFlow.Passes;

    private protected override ImageShape Infer(ImageShape input) => input;
}
