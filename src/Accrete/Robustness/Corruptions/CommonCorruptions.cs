namespace Accrete.Robustness.Corruptions;

/// <summary>The fifteen corruptions of CIFAR-10-C, in their published order.</summary>
internal static class CommonCorruptions
{
    /// <summary>The highest severity; the lowest is 1.</summary>
    public const int Severities = 5;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ICorruption> All { get; } =
    [
        new GaussianNoise(),
        new ShotNoise(),
        new ImpulseNoise(),
        new DefocusBlur(),
        new GlassBlur(),
        new MotionBlur(),
        new ZoomBlur(),
        new Snow(),
        new Frost(),
        new Fog(),
        new Brightness(),
        new Contrast(),
        new ElasticTransform(),
        new Pixelate(),
        new JpegCompression(),
    ];

    /// <summary>The one of that name.</summary>
    /// <exception cref="InvalidInputException">Throws if there is none; the nearest name is given.</exception>
    public static ICorruption Find(string name) =>
        All.FirstOrDefault(c => c.Name == name)
        ?? throw new InvalidInputException(
            $"corruption '{name}': not known{NearestName.Hint(name, All.Select(c => c.Name))}; there are "
                + $"{string.Join(", ", All.Select(c => c.Name))}."
        );
}
