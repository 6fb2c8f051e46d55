using Accrete.Inference;
using Accrete.Robustness.Attacks;
using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>
/// Networks that are asked together about the same images; the last one's answer is the one that counts.
/// </summary>
internal sealed class Family : IDisposable
{
    /// <param name="models">The lineage, first to last; at least one. Their networks are copied.</param>
    public Family(IReadOnlyList<Model> models)
    {
        ArgumentOutOfRangeException.ThrowIfZero(models.Count);
        Members = [.. models.Select(m => new ModelVictim(m))];
    }

    /// <summary>The networks, each of which takes images of any size.</summary>
    public IReadOnlyList<ModelVictim> Members { get; }

    /// <summary>The one whose answer counts.</summary>
    public ModelVictim Last => Members[^1];

    /// <summary>Multiply-accumulates of asking all of them about an image.</summary>
    public long Macs => Members.Sum(m => m.Blueprint.ForwardMacs);

    /// <summary>What they say of images; each network is asked when its answer is first wanted.</summary>
    /// <param name="pixels">The pixels: float32 <c>[N, C, H, W]</c> from 0 to 1.</param>
    public FamilyAnswers Ask(Tensor pixels) => new(this, pixels);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var member in Members)
        {
            member.Dispose();
        }
    }
}
