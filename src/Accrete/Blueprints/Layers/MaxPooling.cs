namespace Accrete.Blueprints.Layers;

/// <summary>The largest of each square of <see cref="Side"/> x <see cref="Side"/> pixels; an incomplete square is left out.</summary>
/// <param name="Name">Unique in the blueprint.</param>
/// <param name="Input">The layer that it reads.</param>
/// <param name="Side">Side and step of the square in pixels.</param>
public sealed record MaxPooling(string Name, string Input, int Side = 2) : UnaryLayer(Name, Input)
{
    internal override ChannelFlow Flow => ChannelFlow.Passes;

    private protected override ImageShape Infer(ImageShape input)
    {
        if (Side < 1 || input.Height < Side || input.Width < Side)
        {
            throw Unfit($"a square of {Side} pixels does not fit into {input}.");
        }

        return new(input.Channels, input.Height / Side, input.Width / Side);
    }
}
