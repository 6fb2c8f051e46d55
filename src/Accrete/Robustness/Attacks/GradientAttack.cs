using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>Steps up the gradient of a loss, within a ball around each image.</summary>
/// <remarks>
/// One step from the image is FGSM (Goodfellow et al., 2015); several from a random place in the ball PGD (Madry et
/// al., 2018); several with a memory of gradients the momentum iterative method (Dong et al., 2018).
/// </remarks>
internal sealed class GradientAttack : IAttack
{
    private const double StepOfPgd = 2.5;
    private const double StepOfSearch = 0.25;
    private const double Least = 1e-12;

    private GradientAttack(string name, INorm norm, double epsilon, int steps) =>
        (Name, Norm, Epsilon, Steps) = (name, norm, AttackBounds.Checked(epsilon, norm), steps);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public INorm Norm { get; }

    /// <inheritdoc/>
    public double? Epsilon { get; }

    /// <inheritdoc/>
    public int Steps { get; }

    /// <summary>
    /// The length of the first step, and of all others but where the highest place is kept: there they get ever
    /// shorter.
    /// </summary>
    public double StepSize { get; private init; }

    /// <summary>How often it begins anew, from another random place; 0 to begin once, at the image.</summary>
    public int Starts { get; private init; }

    /// <summary>How much of the gradients before counts.</summary>
    public double Momentum { get; private init; }

    /// <summary>
    /// Whether, of all steps of all starts, the place of the highest loss is kept, instead of the end of the best
    /// start.
    /// </summary>
    public bool KeepsHighest { get; private init; }

    /// <summary>The fast gradient sign method: one step as far as allowed.</summary>
    /// <exception cref="InvalidInputException">Throws if epsilon is below 1/255, or above the pixel range.</exception>
    public static GradientAttack Fgsm(INorm norm, double epsilon) =>
        new("fgsm", norm, epsilon, 1) { StepSize = epsilon };

    /// <summary>Projected gradient descent.</summary>
    /// <exception cref="InvalidInputException">Throws if epsilon is below 1/255, or above the pixel range.</exception>
    public static GradientAttack Pgd(INorm norm, double epsilon, int steps, int starts = 1) =>
        new("pgd", norm, epsilon, steps) { StepSize = StepOfPgd * epsilon / steps, Starts = starts };

    /// <summary>The momentum iterative method.</summary>
    /// <exception cref="InvalidInputException">Throws if epsilon is below 1/255, or above the pixel range.</exception>
    public static GradientAttack MomentumIterative(INorm norm, double epsilon, int steps) =>
        new("mim", norm, epsilon, steps) { StepSize = epsilon / steps, Momentum = 1 };

    /// <summary>
    /// Projected gradient descent on a loss that goes up and down on the way, such as one that knows a detector.
    /// </summary>
    /// <param name="norm">In which changes are small.</param>
    /// <param name="epsilon">The largest change.</param>
    /// <param name="steps">Steps from each start.</param>
    /// <param name="starts">How often it begins, at random places; at least once.</param>
    /// <exception cref="InvalidInputException">Throws if epsilon is below 1/255, or above the pixel range.</exception>
    public static GradientAttack Search(INorm norm, double epsilon, int steps, int starts) =>
        starts < 1
            ? throw new ArgumentOutOfRangeException(nameof(starts), starts, "A search begins at least once.")
            : new("pgd", norm, epsilon, steps)
            {
                StepSize = StepOfSearch * epsilon,
                Starts = starts,
                KeepsHighest = true,
            };

    /// <inheritdoc/>
    public Tensor Perturb(Access access, Tensor pixels, Goal goal, Generator draws) =>
        KeepsHighest ? Highest(access.Loss, pixels, goal, draws) : EndOfBestStart(access, pixels, goal, draws);

    private Tensor EndOfBestStart(Access access, Tensor pixels, Goal goal, Generator draws)
    {
        if (Starts <= 1)
        {
            return From(access.Loss, pixels, goal, Start(pixels, draws));
        }

        var best = pixels.clone();
        for (var start = 0; start < Starts; start++)
        {
            using var scope = NewDisposeScope();
            var found = From(access.Loss, pixels, goal, Start(pixels, draws));
            using var nothing = no_grad();
            var better = goal.Margin(access.Victim.Logits(found)) > goal.Margin(access.Victim.Logits(best));
            best.copy_(where(better.view(-1, 1, 1, 1), found, best));
        }

        return best;
    }

    private Tensor Highest(IAttackLoss loss, Tensor pixels, Goal goal, Generator draws)
    {
        using var scope = NewDisposeScope();
        var (best, highest) = (pixels.clone(), full([pixels.shape[0]], double.NegativeInfinity, device: pixels.device));
        for (var start = 0; start < Starts; start++)
        {
            using var inner = NewDisposeScope();
            var end = From(loss, pixels, goal, Start(pixels, draws), Keep);
            using var nothing = no_grad();
            var whole = InLevels(pixels, end);
            Keep(whole, loss.Measure(whole, goal));
        }

        return best.MoveToOuterDisposeScope();

        void Keep(Tensor changed, Tensor reached)
        {
            using var nothing = no_grad();
            var higher = reached > highest;
            best.copy_(where(higher.view(-1, 1, 1, 1), changed, best));
            highest.copy_(where(higher, reached, highest));
        }
    }

    private Tensor InLevels(Tensor pixels, Tensor changed) => PixelLevels.Within(pixels, changed, Norm, Epsilon!.Value);

    private Tensor Start(Tensor pixels, Generator draws) =>
        Starts == 0
            ? pixels.clone()
            : (pixels + Norm.Random(pixels.shape, Epsilon!.Value, draws).to(pixels.device)).clamp(0, 1);

    private double Length(int step) => KeepsHighest ? StepSize * (1 + Math.Cos(Math.PI * step / Steps)) / 2 : StepSize;

    // Tells of each place where it asks for a gradient, and of the loss of each image there.
    private Tensor From(IAttackLoss loss, Tensor pixels, Goal goal, Tensor start, Action<Tensor, Tensor>? passed = null)
    {
        using var scope = NewDisposeScope();
        var (changed, memory) = (start, zeros_like(pixels));
        for (var step = 0; step < Steps; step++)
        {
            using var inner = NewDisposeScope();
            // What is kept must be as good in a file: rounding alone changes a score that looks at the finest detail.
            var here = KeepsHighest ? InLevels(pixels, changed) : changed;
            var gradient = PixelGradient.Of(
                here,
                x =>
                {
                    var losses = loss.Measure(x, goal);
                    passed?.Invoke(here, losses.detach());
                    return losses.sum();
                }
            );
            using var nothing = no_grad();
            if (Momentum > 0)
            {
                gradient = memory
                    .mul_(Momentum)
                    .add_(gradient / gradient.abs().mean([1, 2, 3], keepdim: true).clamp(Least));
            }

            var next = (changed + (Norm.Steepest(gradient) * Length(step)) - pixels);
            var before = changed;
            changed = (pixels + Norm.Within(next, Epsilon!.Value)).clamp(0, 1).MoveToOuterDisposeScope();
            if (step > 0)
            {
                before.Dispose();
            }
        }

        return changed.MoveToOuterDisposeScope();
    }
}
