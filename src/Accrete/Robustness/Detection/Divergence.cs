using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>
/// The Jensen-Shannon divergence of the networks' confidences: the entropy of their mean less the mean of their
/// entropies, in nats.
/// </summary>
/// <remarks>J. Lin, <i>Divergence Measures Based on the Shannon Entropy</i>, 1991.</remarks>
/// <param name="name">As in files and tables.</param>
internal sealed class Divergence(string name = "divergence") : IScore
{
    private const double Least = 1e-12;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public Tensor Measure(FamilyAnswers answers)
    {
        Tensor[] confidences = [.. answers.Confidences];
        return Entropy(Mean(confidences)) - Mean([.. confidences.Select(Entropy)]);
    }

    private static Tensor Mean(Tensor[] values) => values.Aggregate((sum, next) => sum + next) / values.Length;

    private static Tensor Entropy(Tensor confidences) => -(confidences * confidences.clamp(min: Least).log()).sum(1);
}
