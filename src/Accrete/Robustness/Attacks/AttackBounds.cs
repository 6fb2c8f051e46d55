namespace Accrete.Robustness.Attacks;

/// <summary>How large a perturbation may be.</summary>
internal static class AttackBounds
{
    /// <summary>Passes a size that makes sense.</summary>
    /// <exception cref="InvalidInputException">It is not above 0, or above the pixel range in the largest-change norm.</exception>
    public static double Checked(double epsilon, INorm norm) => epsilon > 0 && double.IsFinite(epsilon) && (norm is not LInfinity || epsilon <= 1)
        ? epsilon
        : throw new InvalidInputException(FormattableString.Invariant($"epsilon: is {epsilon}, but must be above 0{(norm is LInfinity ? " and at most 1, in parts of the pixel range (8/255 = 0.0314)" : "")}."));
}
