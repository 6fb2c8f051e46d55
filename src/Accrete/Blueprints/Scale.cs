namespace Accrete.Blueprints;

/// <summary>Which member of a family of architectures is wanted.</summary>
/// <param name="Width">Factor on every width; rounded, at least one channel.</param>
/// <param name="Depth">Factor on the number of layers, or of residual blocks, in each stage of the network; rounded, at
/// least one.</param>
/// <param name="Stem">How it begins; no matter to networks that have one beginning only.</param>
internal sealed record Scale(double Width = 1, double Depth = 1, Stem Stem = Stem.Auto)
{
    private const int LargeFrom = 96;

    /// <summary>A width of the member, from that of the full architecture.</summary>
    public int Channels(int full) => Rounded(full * Width);

    /// <summary>A number of layers or blocks of the member, from that of the full architecture.</summary>
    public int Layers(int full) => Rounded(full * Depth);

    /// <summary>Whether images are made smaller at once.</summary>
    public bool IsLarge(ImageShape input) =>
        Stem == Stem.Large || (Stem == Stem.Auto && Math.Min(input.Height, input.Width) >= LargeFrom);

    private static int Rounded(double share) => Math.Max(1, (int)Math.Round(share, MidpointRounding.AwayFromZero));
}
