namespace Accrete.Blueprints;

/// <summary>The built-in architectures, by name.</summary>
public static class Architectures
{
    private static readonly IArchitecture[] Known =
    [
        Vgg.Small,
        Vgg.Of(11),
        Vgg.Of(13),
        Vgg.Of(16),
        Vgg.Of(19),
        Vgg.Averaging(11),
        Vgg.Averaging(13),
        Vgg.Averaging(16),
        Vgg.Averaging(19),
        new TorchvisionVgg(11),
        new TorchvisionVgg(13),
        new TorchvisionVgg(16),
        new TorchvisionVgg(19),
        ResNet.Of(18),
        ResNet.Of(34),
        ResNet.Of(50),
        new CifarResNet(20),
        new CifarResNet(32),
        new CifarResNet(56),
        new CifarResNet(110),
        DenseNet.With121Layers,
        DenseNet.With100Layers,
        new GoogLeNet(),
        new MobileNetV2(),
        new Mlp(),
    ];

    /// <summary>Gets the names of the built-in architectures.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(a => a.Name)];

    /// <summary>
    /// Makes the blueprint of a built-in architecture for images of some shape and a number of classes.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="input">The shape of the images, <c>[C, H, W]</c>.</param>
    /// <param name="classes">The number of classes, which is the width of the last layer.</param>
    /// <param name="width">A factor on every width; widths are rounded, and at least one channel.</param>
    /// <param name="depth">A factor on the number of layers or residual blocks in each stage of the network; numbers
    /// are rounded, and at least one.</param>
    /// <param name="stem">The first layers of the network; ignored by architectures that have only one variant.</param>
    /// <exception cref="InvalidInputException">Throws if there is none of that name, or if it takes no such
    /// images.</exception>
    public static Blueprint Build(
        string name,
        ImageShape input,
        int classes,
        double width = 1,
        double depth = 1,
        Stem stem = Stem.Auto
    ) => Find(name).Build(input, classes, new Scale(width, depth, stem));

    /// <summary>The architecture of that name.</summary>
    /// <exception cref="InvalidInputException">Throws if there is none; the nearest name is given.</exception>
    internal static IArchitecture Find(string name) =>
        Known.FirstOrDefault(a => a.Name == name)
        ?? throw new InvalidInputException(
            $"network '{name}': not known{NearestName.Hint(name, Names)}; there are {string.Join(", ", Names)}."
        );
}
