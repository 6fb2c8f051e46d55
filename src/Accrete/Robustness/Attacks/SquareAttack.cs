using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>
/// Asks for answers only: tries squares of random colours, smaller and smaller, and keeps what helps.
/// </summary>
/// <remarks>
/// Andriushchenko et al., <i>Square Attack: a Query-efficient Black-box Adversarial Attack via Random Search</i>, 2020.
/// </remarks>
internal sealed class SquareAttack : IAttack
{
    private const double FirstShare = 0.8;

    // After which parts of the questions the share of pixels is halved.
    private static readonly double[] Halvings = [0.001, 0.005, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8];

    private readonly double epsilon;

    /// <param name="epsilon">The largest change of a value, in parts of the pixel range.</param>
    /// <param name="questions">How often the victim is asked about each image, at most.</param>
    /// <exception cref="InvalidInputException">Throws if epsilon is below 1/255, or above the pixel range.</exception>
    public SquareAttack(double epsilon, int questions = 1000) =>
        (this.epsilon, Steps) = (AttackBounds.Checked(epsilon, INorm.LInfinity), questions);

    /// <inheritdoc/>
    public string Name => "square";

    /// <inheritdoc/>
    public INorm Norm { get; } = INorm.LInfinity;

    /// <inheritdoc/>
    public double? Epsilon => epsilon;

    /// <inheritdoc/>
    public int Steps { get; }

    /// <inheritdoc/>
    public Tensor Perturb(Access access, Tensor pixels, Goal goal, Generator draws)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        // It begins with stripes from top to bottom.
        var best = (
            pixels + Colours([pixels.shape[0], pixels.shape[1], 1, pixels.shape[3]], draws, pixels.device)
        ).clamp(0, 1);
        var margin = goal.Margin(access.Victim.Logits(best));
        for (var question = 1; question < Steps; question++)
        {
            using var inner = NewDisposeScope();
            var open = (margin <= 0).nonzero().flatten();
            if (open.shape[0] == 0)
            {
                break;
            }

            var tried = Tried(
                pixels.index_select(0, open),
                best.index_select(0, open),
                (double)question / Steps,
                draws
            );
            var now = goal.For(open).Margin(access.Victim.Logits(tried));
            var better = (now > margin.index_select(0, open)).nonzero().flatten();
            var at = open.index_select(0, better);
            best.index_copy_(0, at, tried.index_select(0, better));
            margin.index_copy_(0, at, now.index_select(0, better));
        }

        return best.MoveToOuterDisposeScope();
    }

    private Tensor Tried(Tensor pixels, Tensor best, double done, Generator draws)
    {
        var (count, channels, height, width) = (pixels.shape[0], pixels.shape[1], pixels.shape[2], pixels.shape[3]);
        var share = FirstShare / Math.Pow(2, Halvings.Count(h => done > h));
        var side = Math.Clamp(
            (long)Math.Round(Math.Sqrt(share * height * width)),
            1,
            Math.Max(1, Math.Min(height, width) - 1)
        );
        var top = (rand([count, 1, 1, 1], generator: draws).to(pixels.device) * (height - side + 1)).floor();
        var left = (rand([count, 1, 1, 1], generator: draws).to(pixels.device) * (width - side + 1)).floor();
        var (rows, columns) = (
            arange(height, device: pixels.device).view(1, 1, -1, 1),
            arange(width, device: pixels.device).view(1, 1, 1, -1)
        );
        var inside = (rows >= top)
            .logical_and(rows < top + side)
            .logical_and(columns >= left)
            .logical_and(columns < left + side);
        return where(inside, (pixels + Colours([count, channels, 1, 1], draws, pixels.device)).clamp(0, 1), best);
    }

    // As far up or down as allowed.
    private Tensor Colours(long[] shape, Generator draws, Device device) =>
        (rand(shape, generator: draws).to(device) - 0.5).sign() * epsilon;
}
