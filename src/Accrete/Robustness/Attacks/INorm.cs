using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>How the size of a perturbation is measured.</summary>
public interface INorm
{
    /// <summary>The largest change of any pixel.</summary>
    static INorm LInfinity { get; } = new LInfinity();

    /// <summary>The Euclidean norm of all changes of an image.</summary>
    static INorm L2 { get; } = new L2();

    /// <summary>As in files: <c>linf</c>, <c>l2</c>.</summary>
    string Name { get; }

    /// <summary>The size of each perturbation, <c>[N]</c>.</summary>
    Tensor Size(Tensor perturbation);

    /// <summary>The nearest perturbations of at most that size.</summary>
    Tensor Within(Tensor perturbation, double epsilon);

    /// <summary>The step of size 1 that goes up a gradient the most.</summary>
    Tensor Steepest(Tensor gradient);

    /// <summary>Random perturbations of at most that size.</summary>
    Tensor Random(long[] shape, double epsilon, Generator draws);
}
