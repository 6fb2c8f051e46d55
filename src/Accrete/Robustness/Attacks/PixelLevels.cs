using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>Pixels as files of 8 bits hold them: 255 steps from 0 to 1.</summary>
internal static class PixelLevels
{
    private const double Levels = 255;

    // A bound that is kept in whole levels may be missed by a rounding error of float32.
    private const double Rounding = 1e-5;

    // How much shorter a change in L2 is made, in turn, where rounding takes it beyond the bound.
    private static readonly double[] Shorter = [.. Enumerable.Range(1, 20).Select(i => Math.Pow(0.99, i))];

    /// <summary>Passes pixels.</summary>
    /// <exception cref="InvalidInputException">Throws if some are not numbers from 0 to 1.</exception>
    public static void Check(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        if (pixels.numel() > 0 && !pixels.ge(0).logical_and(pixels.le(1)).all().item<bool>())
        {
            throw new InvalidInputException("pixels: numbers from 0 to 1 are needed; some are not.");
        }
    }

    /// <summary>The nearest.</summary>
    /// <param name="pixels">Of any size.</param>
    public static Tensor Nearest(Tensor pixels) => (pixels.clamp(0, 1) * Levels).round() / Levels;

    /// <summary>The nearest; where that goes beyond a bound, back to it.</summary>
    /// <param name="pixels">The images before, float32 <c>[N, C, H, W]</c>, whole levels.</param>
    /// <param name="perturbed">The images after.</param>
    /// <param name="norm">How the size of a change is measured.</param>
    /// <param name="epsilon">The largest change.</param>
    /// <returns>Whole levels, in the caller's dispose scope.</returns>
    public static Tensor Within(Tensor pixels, Tensor perturbed, INorm norm, double epsilon)
    {
        using var scope = NewDisposeScope();
        var original = (pixels * Levels).round();
        var change = (perturbed.clamp(0, 1) * Levels) - original;
        var reach = (epsilon * Levels) + Rounding;
        var whole =
            norm is LInfinity
                ? change.round().clamp(-Math.Floor(reach), Math.Floor(reach))
                : Shortened(change, norm, reach);
        return ((original + whole) / Levels).MoveToOuterDisposeScope();
    }

    // Levels cannot be scaled and stay whole: it is the change before rounding that gets shorter, image by image, and
    // in the end no value goes further than it was meant to.
    private static Tensor Shortened(Tensor change, INorm norm, double reach)
    {
        var whole = change.round();
        foreach (var shorter in Shorter.Select(factor => (change * factor).round()).Append(change.trunc()))
        {
            var beyond = norm.Size(whole) > reach;
            if (!beyond.any().item<bool>())
            {
                break;
            }

            whole = where(beyond.view(-1, 1, 1, 1), shorter, whole);
        }

        return whole;
    }
}
