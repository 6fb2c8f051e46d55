using Accrete.Robustness.Attacks;
using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>An attack of a study.</summary>
/// <param name="Attack">The attack.</param>
/// <param name="Adaptive">Whom it knows: see <see cref="DetectedAttack.Adaptive"/>.</param>
/// <param name="Access">What the attack has access to.</param>
internal sealed record PlannedAttack(IAttack Attack, string Adaptive, Access Access)
{
    /// <summary>What no other attack of the study is called.</summary>
    public string Name => $"{Attack.Name}, {Attack.Norm.Name}, knows {Adaptive}";

    /// <summary>Whether what is kept can be what this attack found.</summary>
    /// <param name="found">Its numbers.</param>
    /// <param name="successful">The images that succeeded.</param>
    /// <param name="attacked">The shape of all images, <c>[N, C, H, W]</c>.</param>
    public bool CanHaveFound(DetectedAttack found, Tensor? successful, long[] attacked) =>
        (found.Name, found.Norm, found.Adaptive, found.Steps, found.Epsilon)
            == (Attack.Name, Attack.Norm.Name, Adaptive, Attack.Steps, Attack.Epsilon)
        && successful is not null
        && successful.shape.Skip(1).SequenceEqual(attacked.Skip(1))
        && successful.shape[0] <= attacked[0]
        && (found.MedianSize is null, found.Detectors.Count == 0)
            == (successful.shape[0] == 0, successful.shape[0] == 0);
}
