using Accrete.Robustness.Attacks;
using static TorchSharp.torch;

/// <summary>An attack: of some random changes the one that helps the most.</summary>
internal sealed class BestNoise(double epsilon, int tries) : IAttack
{
    public string Name => "best-noise";

    public INorm Norm => INorm.LInfinity;

    public double? Epsilon => epsilon;

    public int Steps => tries;

    public Tensor Perturb(Access access, Tensor pixels, Goal goal, Generator draws)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var best = pixels.clone();
        var margin = goal.Margin(access.Victim.Logits(best));
        for (var i = 0; i < tries; i++)
        {
            var tried = (pixels + Norm.Random(pixels.shape, epsilon, draws)).clamp(0, 1);
            var reached = goal.Margin(access.Victim.Logits(tried));
            var better = reached.gt(margin);
            best = where(better.view(-1, 1, 1, 1), tried, best);
            margin = where(better, reached, margin);
        }

        return best.MoveToOuterDisposeScope();
    }
}
