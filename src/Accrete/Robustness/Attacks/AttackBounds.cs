using System.Globalization;

namespace Accrete.Robustness.Attacks;

/// <summary>How large a perturbation may be.</summary>
internal static class AttackBounds
{
    private const double Level = 1.0 / 255;
    private const double Rounding = 1e-5;

    /// <summary>Passes a size that makes sense.</summary>
    /// <exception cref="InvalidInputException">
    /// Throws if it is below one level, or above the pixel range in the largest-change norm.
    /// </exception>
    public static double Checked(double epsilon, INorm norm) =>
        epsilon >= Level * (1 - Rounding) && double.IsFinite(epsilon) && (norm is not LInfinity || epsilon <= 1)
            ? epsilon
            : throw new InvalidInputException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"epsilon: is {epsilon}, but must be at least 1/255 = 0.00392, the least change of a value "
                        + $"in 8 bits{(norm is LInfinity ? ", and at most 1" : "")}, in parts of the pixel range "
                        + $"(8/255 = 0.0314)."
                )
            );
}
