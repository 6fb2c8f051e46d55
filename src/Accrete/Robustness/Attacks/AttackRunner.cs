using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>Runs attacks: keeps their bounds, and says what succeeded as files of 8 bits would show it.</summary>
public static class AttackRunner
{
    private const int BatchSize = 250;
    private const double Levels = 255;

    // A bound that is kept in whole levels may be missed by a rounding error of float32.
    private const double Rounding = 1e-5;

    // How much shorter a change in L2 is made, in turn, where rounding takes it beyond the bound.
    private static readonly double[] Shorter = [.. Enumerable.Range(1, 20).Select(i => Math.Pow(0.99, i))];

    // How much longer a smallest change is made, in turn, where rounding undoes it.
    private static readonly double[] Longer = [1.1, 1.2, 1.4, 1.7, 2, 2.5, 3];

    /// <summary>Attacks images.</summary>
    /// <param name="attack">How.</param>
    /// <param name="access">What it may ask.</param>
    /// <param name="victim">Whose answers decide in the end.</param>
    /// <param name="pixels">float32 <c>[N, C, H, W]</c>, whole levels of 8 bits, from 0 to 1.</param>
    /// <param name="labels">The right classes, int64 <c>[N]</c>: every attack wants any other answer.</param>
    /// <param name="seed">The root of what is drawn.</param>
    /// <param name="stop">Stops before the next part of the images.</param>
    /// <returns>What came of it, in the caller's dispose scope.</returns>
    /// <exception cref="InvalidInputException">Pixels are not numbers from 0 to 1.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static AttackResult Run(IAttack attack, Access access, IVictim victim, Tensor pixels, Tensor labels, Seed seed, CancellationToken stop = default)
    {
        if (!pixels.isfinite().all().item<bool>() || pixels.min().item<float>() < 0 || pixels.max().item<float>() > 1)
        {
            throw new InvalidInputException("pixels: an attack needs numbers from 0 to 1; some are not.");
        }

        using var scope = NewDisposeScope();
        var parts = new List<AttackResult>();
        for (var from = 0L; from < pixels.shape[0]; from += BatchSize)
        {
            stop.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            using var draws = new Generator(seed.For(attack.Name).At(from).Value);
            var count = Math.Min(BatchSize, pixels.shape[0] - from);
            var part = Part(attack, access, victim, pixels.narrow(0, from, count), Goal.Leave(labels.narrow(0, from, count)), draws);
            parts.Add(new AttackResult(part.Pixels.MoveToOuterDisposeScope(), part.Attacked.MoveToOuterDisposeScope(), part.Succeeded.MoveToOuterDisposeScope(), part.Size.MoveToOuterDisposeScope()));
        }

        return new AttackResult(All(p => p.Pixels), All(p => p.Attacked), All(p => p.Succeeded), All(p => p.Size));

        Tensor All(Func<AttackResult, Tensor> of) => cat([.. parts.Select(of)]).MoveToOuterDisposeScope();
    }

    private static AttackResult Part(IAttack attack, Access access, IVictim victim, Tensor pixels, Goal goal, Generator draws)
    {
        var perturbed = attack.Perturb(access, pixels, goal, draws);
        using var nothing = no_grad();
        var attacked = goal.Reached(victim.Logits(pixels)).logical_not();
        var rounded = attack.Epsilon is { } epsilon ? InLevels(pixels, perturbed, attack.Norm, epsilon) : Holding(victim, goal, pixels, perturbed);
        var succeeded = attacked.logical_and(goal.Reached(victim.Logits(rounded)));
        return new AttackResult(rounded, attacked, succeeded, attack.Norm.Size(rounded - pixels));
    }

    // The smallest changes fall below half a level, and rounding takes them back: they are made longer until they hold.
    private static Tensor Holding(IVictim victim, Goal goal, Tensor pixels, Tensor perturbed)
    {
        var rounded = Rounded(perturbed);
        foreach (var factor in Longer)
        {
            var failed = goal.Reached(victim.Logits(rounded)).logical_not().view(-1, 1, 1, 1);
            rounded = where(failed, Rounded(pixels + ((perturbed - pixels) * factor)), rounded);
        }

        return rounded;
    }

    private static Tensor Rounded(Tensor pixels) => (pixels.clamp(0, 1) * Levels).round() / Levels;

    // To the nearest level; where that goes beyond the bound, back to it.
    private static Tensor InLevels(Tensor pixels, Tensor perturbed, INorm norm, double epsilon)
    {
        var original = (pixels * Levels).round();
        var change = (perturbed.clamp(0, 1) * Levels) - original;
        var reach = (epsilon * Levels) + Rounding;
        var whole = norm is LInfinity ? change.round().clamp(-Math.Floor(reach), Math.Floor(reach)) : Shortened(change, norm, reach);
        return (original + whole) / Levels;
    }

    // Levels cannot be scaled and stay whole: it is the change before rounding that gets shorter, image by image, and in the end no
    // value goes further than it was meant to.
    private static Tensor Shortened(Tensor change, INorm norm, double reach)
    {
        var whole = change.round();
        foreach (var shorter in Shorter.Select(factor => (change * factor).round()).Append(change.trunc()))
        {
            whole = where((norm.Size(whole) > reach).view(-1, 1, 1, 1), shorter, whole);
        }

        return whole;
    }
}
