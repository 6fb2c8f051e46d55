using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>Looks for the smallest change by descent, in a space in which every point is an image.</summary>
/// <remarks>
/// Carlini and Wagner, <i>Towards Evaluating the Robustness of Neural Networks</i>, 2017: the attack in L2.
/// </remarks>
/// <param name="steps">Steps of descent in each search.</param>
/// <param name="searches">How often the weight of the goal is halved between what worked and what did not.</param>
/// <param name="rate">Adam's learning rate.</param>
/// <param name="confidence">By how much the wanted answer must lead.</param>
internal sealed class CarliniWagner(int steps = 100, int searches = 6, double rate = 0.01, double confidence = 0)
    : IAttack
{
    private const double FirstWeight = 0.1;
    private const double Growth = 10;
    private const double Inside = 1 - 1e-6;

    /// <inheritdoc/>
    public string Name => "cw";

    /// <inheritdoc/>
    public INorm Norm { get; } = INorm.L2;

    /// <inheritdoc/>
    public double? Epsilon => null;

    /// <inheritdoc/>
    public int Steps => steps * searches;

    /// <inheritdoc/>
    public Tensor Perturb(Access access, Tensor pixels, Goal goal, Generator draws)
    {
        using var scope = NewDisposeScope();
        var images = pixels.shape[0];
        var (least, most) = (
            zeros([images], device: pixels.device),
            full([images], double.PositiveInfinity, device: pixels.device)
        );
        var weight = full([images], FirstWeight, device: pixels.device);
        var (best, shortest) = (pixels.clone(), full([images], double.PositiveInfinity, device: pixels.device));
        for (var search = 0; search < searches; search++)
        {
            using var inner = NewDisposeScope();
            var reached = Descend(access.Victim, pixels, goal, weight, best, shortest);
            using var nothing = no_grad();
            most.copy_(where(reached, minimum(most, weight), most));
            least.copy_(where(reached, least, maximum(least, weight)));
            weight.copy_(where(most.isinf(), weight * Growth, (least + most) / 2));
        }

        return best.MoveToOuterDisposeScope();
    }

    // One search for all images; what is nearer than the best so far takes its place. Gives which images reached the
    // goal.
    private Tensor Descend(IVictim victim, Tensor pixels, Goal goal, Tensor weight, Tensor best, Tensor shortest)
    {
        using var scope = NewDisposeScope();
        using var asked = enable_grad();
        using var parameter = new TorchSharp.Modules.Parameter((((2 * pixels) - 1) * Inside).atanh().detach());
        using var adam = optim.Adam([parameter], rate);
        var reached = zeros([pixels.shape[0]], ScalarType.Bool, pixels.device);
        for (var step = 0; step <= steps; step++)
        {
            using var inner = NewDisposeScope();
            var changed = (parameter.tanh() + 1) / 2;
            var distance = (changed - pixels).flatten(1).square().sum(1);
            var margin = goal.Margin(victim.Logits(changed));
            Keep(changed, distance, margin, reached, best, shortest);
            if (step == steps)
            {
                break;
            }

            var objective = (distance + (weight * (confidence - margin).clamp(0))).sum();
            parameter.grad?.zero_();
            objective.backward();
            adam.step();
        }

        return reached.MoveToOuterDisposeScope();
    }

    private void Keep(Tensor changed, Tensor distance, Tensor margin, Tensor reached, Tensor best, Tensor shortest)
    {
        using var nothing = no_grad();
        var works = margin > confidence;
        var nearer = works.logical_and(distance < shortest);
        best.copy_(where(nearer.view(-1, 1, 1, 1), changed, best));
        shortest.copy_(where(nearer, distance, shortest));
        reached.logical_or_(works);
    }
}
