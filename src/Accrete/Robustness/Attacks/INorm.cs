using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>A norm that measures the size of a change of an image.</summary>
public interface INorm
{
    /// <summary>Gets the L-infinity norm: the largest change of any pixel value.</summary>
    static INorm LInfinity { get; } = new LInfinity();

    /// <summary>Gets the L2 norm: the Euclidean norm of all changes of an image.</summary>
    static INorm L2 { get; } = new L2();

    /// <summary>Gets the name in files: <c>linf</c> or <c>l2</c>.</summary>
    string Name { get; }

    /// <summary>Measures the size of each change, <c>[N]</c>.</summary>
    Tensor Size(Tensor perturbation);

    /// <summary>Projects changes to the nearest ones of at most the given size.</summary>
    Tensor Within(Tensor perturbation, double epsilon);

    /// <summary>Gets the step of size 1 that increases a loss most, given its gradient.</summary>
    Tensor Steepest(Tensor gradient);

    /// <summary>Draws random changes of at most the given size.</summary>
    Tensor Random(long[] shape, double epsilon, Generator draws);
}
