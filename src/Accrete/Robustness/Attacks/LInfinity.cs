using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>The largest change of any value.</summary>
internal sealed class LInfinity : INorm
{
    /// <inheritdoc/>
    public string Name => "linf";

    /// <inheritdoc/>
    public Tensor Size(Tensor perturbation) => perturbation.abs().amax([1, 2, 3]);

    /// <inheritdoc/>
    public Tensor Within(Tensor perturbation, double epsilon) => perturbation.clamp(-epsilon, epsilon);

    /// <inheritdoc/>
    public Tensor Steepest(Tensor gradient) => gradient.sign();

    /// <inheritdoc/>
    public Tensor Random(long[] shape, double epsilon, Generator draws) =>
        ((2 * rand(shape, generator: draws)) - 1) * epsilon;
}
