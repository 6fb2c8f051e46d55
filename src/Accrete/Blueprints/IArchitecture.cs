namespace Accrete.Blueprints;

/// <summary>A family of blueprints that differ in image size, classes, width and depth only.</summary>
public interface IArchitecture
{
    /// <summary>The name that recipes use.</summary>
    string Name { get; }

    /// <summary>The member of the family for these images and classes.</summary>
    /// <param name="input">The image, <c>[C, H, W]</c>.</param>
    /// <param name="classes">Width of the last layer.</param>
    /// <param name="width">Factor on every width; rounded, at least one channel.</param>
    /// <param name="depth">Factor on the number of layers in each block; rounded, at least one layer.</param>
    Blueprint Build(ImageShape input, int classes, double width = 1, double depth = 1);
}
