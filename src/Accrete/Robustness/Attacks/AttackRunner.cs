using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>
/// Runs attacks: keeps their changes within bounds, and checks success on images that are rounded to 8 bits.
/// </summary>
public static class AttackRunner
{
    // At most; fewer where their activations are large.
    private const int BatchSize = 250;

    // How much longer a smallest change is made, in turn, where rounding undoes it.
    private static readonly double[] Longer = [1.1, 1.2, 1.4, 1.7, 2, 2.5, 3];

    /// <summary>Attacks images.</summary>
    /// <param name="attack">The attack.</param>
    /// <param name="access">What the attack has access to.</param>
    /// <param name="victim">The victim whose answers decide whether the attack succeeded.</param>
    /// <param name="pixels">The images: float32 <c>[N, C, H, W]</c> from 0 to 1, in whole levels of 8 bits.</param>
    /// <param name="labels">The correct classes, int64 <c>[N]</c>; the goal is any other answer.</param>
    /// <param name="seed">The seed of all random choices.</param>
    /// <param name="cancellationToken">Stops before the next query of the attack.</param>
    /// <returns>The result, in the caller's dispose scope.</returns>
    /// <exception cref="InvalidInputException">Throws if pixels are not values from 0 to 1.</exception>
    /// <exception cref="OperationCanceledException">Throws if the work was canceled.</exception>
    public static AttackResult Run(
        IAttack attack,
        Access access,
        IVictim victim,
        Tensor pixels,
        Tensor labels,
        Seed seed,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfZero(pixels.shape[0], nameof(pixels));
        PixelLevels.Check(pixels);
        using var scope = NewDisposeScope();
        var heard = new Access(
            new StoppableLoss(access.Loss, cancellationToken),
            new StoppableVictim(access.Victim, cancellationToken)
        );
        var parts = new List<AttackResult>();
        var most = Math.Min(BatchSize, Math.Min(victim.MostAtOnce, access.Victim.MostAtOnce));
        for (var from = 0L; from < pixels.shape[0]; from += most)
        {
            using var inner = NewDisposeScope();
            using var draws = new Generator(seed.For(attack.Name).At(from).Value);
            var count = Math.Min(most, pixels.shape[0] - from);
            var part = Part(
                attack,
                heard,
                victim,
                pixels.narrow(0, from, count),
                Goal.Leave(labels.narrow(0, from, count)),
                draws
            );
            parts.Add(
                new AttackResult(
                    part.Pixels.MoveToOuterDisposeScope(),
                    part.Attacked.MoveToOuterDisposeScope(),
                    part.Succeeded.MoveToOuterDisposeScope(),
                    part.Size.MoveToOuterDisposeScope()
                )
            );
        }

        return new AttackResult(All(p => p.Pixels), All(p => p.Attacked), All(p => p.Succeeded), All(p => p.Size));

        Tensor All(Func<AttackResult, Tensor> of) => cat([.. parts.Select(of)]).MoveToOuterDisposeScope();
    }

    private static AttackResult Part(
        IAttack attack,
        Access access,
        IVictim victim,
        Tensor pixels,
        Goal goal,
        Generator draws
    )
    {
        var perturbed = attack.Perturb(access, pixels, goal, draws);
        using var nothing = no_grad();
        var attacked = goal.Reached(victim.Logits(pixels)).logical_not();
        var rounded = attack.Epsilon is { } epsilon
            ? PixelLevels.Within(pixels, perturbed, attack.Norm, epsilon)
            : Holding(victim, goal, pixels, perturbed);
        var succeeded = attacked.logical_and(goal.Reached(victim.Logits(rounded)));
        return new AttackResult(rounded, attacked, succeeded, attack.Norm.Size(rounded - pixels));
    }

    // The smallest changes fall below half a level, and rounding takes them back: they are made longer until they hold.
    private static Tensor Holding(IVictim victim, Goal goal, Tensor pixels, Tensor perturbed)
    {
        var rounded = PixelLevels.Nearest(perturbed);
        foreach (var factor in Longer)
        {
            var failed = goal.Reached(victim.Logits(rounded)).logical_not().view(-1, 1, 1, 1);
            rounded = where(failed, PixelLevels.Nearest(pixels + ((perturbed - pixels) * factor)), rounded);
        }

        return rounded;
    }

    private sealed record StoppableLoss(IAttackLoss Loss, CancellationToken Stop) : IAttackLoss
    {
        public Tensor Measure(Tensor pixels, Goal goal)
        {
            Stop.ThrowIfCancellationRequested();
            return Loss.Measure(pixels, goal);
        }
    }

    private sealed record StoppableVictim(IVictim Victim, CancellationToken Stop) : IVictim
    {
        public Tensor Logits(Tensor pixels)
        {
            Stop.ThrowIfCancellationRequested();
            return Victim.Logits(pixels);
        }
    }
}
