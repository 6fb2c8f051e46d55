namespace Accrete.Blueprints;

/// <summary>A family of blueprints that differ in image size, classes, width, depth and stem only.</summary>
internal interface IArchitecture
{
    /// <summary>The name that recipes use.</summary>
    string Name { get; }

    /// <summary>The member of the family for these images and classes.</summary>
    /// <param name="input">The image, <c>[C, H, W]</c>.</param>
    /// <param name="classes">Width of the last layer.</param>
    /// <param name="scale">Which member.</param>
    Blueprint Build(ImageShape input, int classes, Scale scale);

    /// <summary>The member of the family for these images and classes.</summary>
    /// <inheritdoc cref="Build(ImageShape, int, Scale)"/>
    /// <inheritdoc cref="Scale"/>
    Blueprint Build(ImageShape input, int classes, double width = 1, double depth = 1, Stem stem = Stem.Auto) =>
        Build(input, classes, new Scale(width, depth, stem));
}
