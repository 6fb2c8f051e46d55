using Accrete.Robustness.Noise;

namespace Accrete.Robustness;

/// <summary>How one model does.</summary>
/// <param name="Source">The run or file that it came from.</param>
/// <param name="Network">The name of its architecture.</param>
/// <param name="Parameters">Learned numbers.</param>
/// <param name="ForwardMacs">Multiply-accumulates of an image.</param>
/// <param name="Test">Its answers to the test images.</param>
/// <param name="TrainAccuracy">Fraction right of as many training images; null where there are none.</param>
/// <param name="InputNoise">Accuracy with noise on the pixels.</param>
/// <param name="WeightNoise">Accuracy with noise on the weights; the mean of some draws.</param>
/// <param name="Propagation">How noise on the pixels grows or fades from layer to layer.</param>
/// <param name="Corruptions">Accuracy on corrupted images.</param>
internal sealed record EvaluatedModel(
    string Source,
    string Network,
    long Parameters,
    long ForwardMacs,
    Quality Test,
    double? TrainAccuracy,
    IReadOnlyList<DegradedAccuracy> InputNoise,
    IReadOnlyList<DegradedAccuracy> WeightNoise,
    IReadOnlyList<NoisePropagation> Propagation,
    IReadOnlyList<DegradedAccuracy> Corruptions
)
{
    /// <summary>How many of the measured images its run learned from; null where that is not known.</summary>
    public int? LearnedImages { get; init; }

    /// <summary>
    /// The generalisation gap: accuracy on training less that on test images; null where there are no training images.
    /// </summary>
    public double? Gap => TrainAccuracy - Test.Accuracy;

    /// <summary>Mean accuracy over all corruptions and severities; null where none were measured.</summary>
    public double? CorruptedAccuracy => Corruptions.Count == 0 ? null : Corruptions.Average(c => c.Accuracy);
}
