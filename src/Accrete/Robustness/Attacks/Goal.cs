using static TorchSharp.torch;
using Functional = TorchSharp.torch.nn.functional;

namespace Accrete.Robustness.Attacks;

/// <summary>What an attack wants of each image: any answer but one, or just that one.</summary>
/// <param name="Labels">The class to leave, or the one to reach, int64 <c>[N]</c>.</param>
/// <param name="Targeted">Whether it is the one to reach.</param>
public sealed record Goal(Tensor Labels, bool Targeted)
{
    /// <summary>Any answer but the right one.</summary>
    public static Goal Leave(Tensor labels) => new(labels, Targeted: false);

    /// <summary>One answer and no other.</summary>
    public static Goal Reach(Tensor labels) => new(labels, Targeted: true);

    /// <summary>The same for some of the images.</summary>
    /// <param name="at">Their indices, int64.</param>
    public Goal For(Tensor at) => this with { Labels = Labels.index_select(0, at) };

    /// <summary>Whether each image's answer is what is wanted, bool <c>[N]</c>.</summary>
    /// <param name="logits"><c>[N, classes]</c>.</param>
    public Tensor Reached(Tensor logits) => Targeted ? logits.argmax(1).eq(Labels) : logits.argmax(1).ne(Labels);

    /// <summary>
    /// How near each answer is to what is wanted: cross-entropy to leave, less cross-entropy to reach; <c>[N]</c>.
    /// </summary>
    public Tensor CrossEntropy(Tensor logits)
    {
        var loss = Functional.cross_entropy(logits, Labels, reduction: nn.Reduction.None);
        return Targeted ? -loss : loss;
    }

    /// <summary>By how much the wanted answer leads: above 0 where the goal is reached; <c>[N]</c>.</summary>
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
