using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>Several victims that are attacked as one: the mean of their logits answers.</summary>
/// <param name="Victims">At least one, of the same classes.</param>
internal sealed record MeanVictim(params IReadOnlyList<IVictim> Victims) : IVictim
{
    /// <inheritdoc/>
    public int MostAtOnce => Math.Max(1, Victims.Min(v => v.MostAtOnce) / Victims.Count);

    /// <inheritdoc/>
    public Tensor Logits(Tensor pixels) =>
        Victims.Select(v => v.Logits(pixels)).Aggregate((sum, next) => sum + next) / Victims.Count;
}
