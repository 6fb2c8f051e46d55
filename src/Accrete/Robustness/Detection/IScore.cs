using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>A number that is higher the less an image can be trusted.</summary>
internal interface IScore
{
    /// <summary>As in files and tables: <c>divergence</c>.</summary>
    string Name { get; }

    /// <summary>
    /// The score of each image, <c>[N]</c>, through which gradients flow back to the pixels where it has some.
    /// </summary>
    /// <param name="answers">What the networks say of them.</param>
    Tensor Measure(FamilyAnswers answers);
}
