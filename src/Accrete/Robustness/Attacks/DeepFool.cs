using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>Goes step by step to the nearest border that the victim would have if it were linear.</summary>
/// <remarks>
/// Moosavi-Dezfooli, Fawzi and Frossard, <i>DeepFool: a Simple and Accurate Method to Fool Deep Neural Networks</i>,
/// 2016.
/// </remarks>
/// <param name="steps">Steps at most.</param>
/// <param name="overshoot">How far beyond the border it goes, as a part of the way.</param>
internal sealed class DeepFool(int steps = 50, double overshoot = 0.005) : IAttack
{
    // Of many classes the nearest border is nearly always one with a likely class.
    private const int MostClasses = 10;
    private const double Least = 1e-8;

    /// <inheritdoc/>
    public string Name => "deepfool";

    /// <inheritdoc/>
    public INorm Norm { get; } = INorm.L2;

    /// <inheritdoc/>
    public double? Epsilon => null;

    /// <inheritdoc/>
    public int Steps => steps;

    /// <inheritdoc/>
    public Tensor Perturb(Access access, Tensor pixels, Goal goal, Generator draws)
    {
        using var scope = NewDisposeScope();
        var way = zeros_like(pixels);
        for (var step = 0; step < steps; step++)
        {
            using var inner = NewDisposeScope();
            var changed = Changed(pixels, way);
            using var nothing = no_grad();
            var open = goal.Reached(access.Victim.Logits(changed)).logical_not().nonzero().flatten();
            if (open.shape[0] == 0)
            {
                break;
            }

            way.index_add_(0, open, ToNearestBorder(access.Victim, changed.index_select(0, open), goal.For(open)), 1);
        }

        return Changed(pixels, way).MoveToOuterDisposeScope();
    }

    private Tensor Changed(Tensor pixels, Tensor way) => (pixels + (way * (1 + overshoot))).clamp(0, 1);

    private static Tensor ToNearestBorder(IVictim victim, Tensor pixels, Goal goal)
    {
        using var scope = NewDisposeScope();
        using var asked = enable_grad();
        var variable = pixels.detach().clone().requires_grad_(true);
        var logits = victim.Logits(variable);
        var likeliest = logits.detach().argmax(1);
        var own = likeliest.unsqueeze(1);
        var others = goal.Targeted
            ? goal.Labels.unsqueeze(1)
            : Goal.Others(logits.detach(), likeliest).topk((int)Math.Min(MostClasses, logits.shape[1]) - 1, 1).indexes;
        var (nearest, shortest) = (
            zeros_like(pixels),
            full([pixels.shape[0]], double.PositiveInfinity, device: pixels.device)
        );
        for (var i = 0; i < others.shape[1]; i++)
        {
            using var inner = NewDisposeScope();
            var lead = (logits.gather(1, others.narrow(1, i, 1)) - logits.gather(1, own)).squeeze(1);
            var slope = autograd.grad([lead.sum()], [variable], retain_graph: true)[0];
            using var nothing = no_grad();
            var steepness = slope.flatten(1).norm(1).clamp(Least);
            var distance = lead.abs() / steepness;
            var nearer = distance < shortest;
            nearest.copy_(
                where(nearer.view(-1, 1, 1, 1), slope * ((distance + Least) / steepness).view(-1, 1, 1, 1), nearest)
            );
            shortest.copy_(where(nearer, distance, shortest));
        }

        return nearest.detach().MoveToOuterDisposeScope();
    }
}
