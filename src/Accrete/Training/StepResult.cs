namespace Accrete.Training;

/// <summary>The result of a training step, or the sum of several.</summary>
/// <param name="Images">The number of images.</param>
/// <param name="LossSum">The sum of their losses.</param>
/// <param name="Correct">The number of images that were classified correctly before the step.</param>
public readonly record struct StepResult(long Images, double LossSum, long Correct)
{
    /// <summary>Gets the mean loss of an image; not a number if there was no image.</summary>
    public double Loss => LossSum / Images;

    /// <summary>Gets the fraction of images that were classified correctly.</summary>
    public double Accuracy => (double)Correct / Images;

    /// <summary>Adds two results.</summary>
    public static StepResult operator +(StepResult a, StepResult b) =>
        new(a.Images + b.Images, a.LossSum + b.LossSum, a.Correct + b.Correct);
}
