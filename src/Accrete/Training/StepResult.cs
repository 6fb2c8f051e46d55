namespace Accrete.Training;

/// <summary>What one step, or a sum of steps, saw.</summary>
/// <param name="Images">Images seen.</param>
/// <param name="LossSum">The sum of their losses.</param>
/// <param name="Correct">How many were classified rightly before the step.</param>
public readonly record struct StepResult(long Images, double LossSum, long Correct)
{
    /// <summary>Mean loss of an image; not a number when there was none.</summary>
    public double Loss => LossSum / Images;

    /// <summary>The fraction classified rightly.</summary>
    public double Accuracy => (double)Correct / Images;

    /// <summary>The sum of both.</summary>
    public static StepResult operator +(StepResult a, StepResult b) =>
        new(a.Images + b.Images, a.LossSum + b.LossSum, a.Correct + b.Correct);
}
