using Accrete.Datasets;
using static TorchSharp.torch;

namespace Accrete.Robustness.Corruptions;

/// <summary>Corrupts a set of images.</summary>
internal static class CorruptedImages
{
    // What is drawn for an image depends on its place in such a part.
    private const long Part = 500;

    // A value that a corruption leaves as it is must not fall to the one below by a rounding error.
    private const double Rounding = 1e-3;

    /// <summary>Copies of all images, corrupted; the same for the same seed.</summary>
    /// <param name="set">The images.</param>
    /// <param name="corruption">What is done to them.</param>
    /// <param name="severity">From 1 to 5.</param>
    /// <param name="seed">The seed of all random choices.</param>
    public static ImageSet Of(ImageSet set, ICorruption corruption, int severity, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(severity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(severity, CommonCorruptions.Severities);
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var corrupted = empty(set.Images.shape, ScalarType.Byte);
        for (var from = 0L; from < set.Count; from += Part)
        {
            using var inner = NewDisposeScope();
            using var draws = new Generator(seed.For(corruption.Name).At(severity).At(from).Value);
            var count = Math.Min(Part, set.Count - from);
            var images = set.Images.narrow(0, from, count).to_type(ScalarType.Float32) / 255;
            corrupted
                .narrow(0, from, count)
                .copy_((corruption.Apply(images, severity, draws).clamp(0, 1) * 255 + Rounding).floor());
        }

        return new ImageSet(corrupted, set.Labels.clone());
    }
}
