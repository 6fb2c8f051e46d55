using static TorchSharp.torch;
using Functional = TorchSharp.torch.nn.functional;

namespace Accrete.Robustness.Attacks;

/// <summary>The goal of an attack for each image: any answer except one, or exactly one answer.</summary>
/// <param name="Labels">The class to leave or to reach, int64 <c>[N]</c>.</param>
/// <param name="Targeted">Whether it is the class to reach.</param>
public sealed record Goal(Tensor Labels, bool Targeted)
{
    /// <summary>Makes the goal of any answer except the given class.</summary>
    public static Goal Leave(Tensor labels) => new(labels, Targeted: false);

    /// <summary>Makes the goal of exactly the given class.</summary>
    public static Goal Reach(Tensor labels) => new(labels, Targeted: true);

    /// <summary>Makes the goal for some of the images.</summary>
    /// <param name="at">The indices of the images, int64.</param>
    public Goal For(Tensor at) => this with { Labels = Labels.index_select(0, at) };

    /// <summary>Says whether the goal is reached for each image, bool <c>[N]</c>.</summary>
    /// <param name="logits">The logits, <c>[N, classes]</c>.</param>
    public Tensor Reached(Tensor logits) => Targeted ? logits.argmax(1).eq(Labels) : logits.argmax(1).ne(Labels);

    /// <summary>
    /// Measures how near each answer is to the goal: the cross-entropy for a class to leave, the negative cross-entropy
    /// for a class to reach; <c>[N]</c>.
    /// </summary>
    public Tensor CrossEntropy(Tensor logits)
    {
        var loss = Functional.cross_entropy(logits, Labels, reduction: nn.Reduction.None);
        return Targeted ? -loss : loss;
    }

    /// <summary>Measures by how much the wanted answer leads: above 0 if the goal is reached; <c>[N]</c>.</summary>
    public Tensor Margin(Tensor logits)
    {
        var own = logits.gather(1, Labels.unsqueeze(1)).squeeze(1);
        var others = Others(logits, Labels).amax([1]);
        return Targeted ? own - others : others - own;
    }

    /// <summary>Logits in which no image can have one class.</summary>
    internal static Tensor Others(Tensor logits, Tensor labels) =>
        logits.masked_fill(
            Functional.one_hot(labels, logits.shape[1]).to_type(ScalarType.Bool),
            double.NegativeInfinity
        );
}
