namespace Accrete.Blueprints.Layers;

/// <summary>
/// Sets numbers to 0 at random while training, and makes the others larger by as much (Srivastava et al., 2014).
/// </summary>
/// <param name="Name">The name, unique in the blueprint.</param>
/// <param name="Input">The layer that it reads.</param>
/// <param name="Rate">The probability of a number to become 0.</param>
internal sealed record Dropout(string Name, string Input, double Rate = 0.5) : UnaryLayer(Name, Input)
{
    /// <inheritdoc/>
    public override LayerTraits Traits => LayerTraits.Random;

    private protected override ImageShape Infer(ImageShape input) =>
        Rate is >= 0 and < 1 ? input : throw Unfit($"rate {Rate} must be at least 0 and below 1.");
}
