using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>The Euclidean length of the change.</summary>
internal sealed class L2 : INorm
{
    private const double Least = 1e-12;

    /// <inheritdoc/>
    public string Name => "l2";

    /// <inheritdoc/>
    public Tensor Size(Tensor perturbation) => perturbation.flatten(1).norm(1);

    /// <inheritdoc/>
    public Tensor Within(Tensor perturbation, double epsilon) =>
        perturbation * (epsilon / Length(perturbation)).clamp(max: 1);

    /// <inheritdoc/>
    public Tensor Steepest(Tensor gradient) => gradient / Length(gradient);

    /// <summary>Uniform in the ball: a direction, and a length that fills it evenly.</summary>
    public Tensor Random(long[] shape, double epsilon, Generator draws)
    {
        var direction = Steepest(randn(shape, generator: draws));
        var dimensions = shape.Skip(1).Aggregate(1L, (product, side) => product * side);
        return direction * (epsilon * rand([shape[0], 1, 1, 1], generator: draws).pow(1.0 / dimensions));
    }

    private static Tensor Length(Tensor values) => values.flatten(1).norm(1).clamp(Least).view(-1, 1, 1, 1);
}
