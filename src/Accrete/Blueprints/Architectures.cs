namespace Accrete.Blueprints;

/// <summary>The architectures known by name.</summary>
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

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(a => a.Name)];

    /// <summary>A network of that name for images and classes.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="input">The shape of the images, <c>[C, H, W]</c>.</param>
    /// <param name="classes">The width of the last layer.</param>
    /// <param name="width">A factor on every width; rounded, at least one channel.</param>
    /// <param name="depth">A factor on the number of layers, or of residual blocks, in each stage of the network;
    /// rounded, at least one.</param>
    /// <param name="stem">How the network begins; no matter to networks that have one beginning only.</param>
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
    /// <exception cref="InvalidInputException">There is none; the nearest name is given.</exception>
    internal static IArchitecture Find(string name) =>
        Known.FirstOrDefault(a => a.Name == name)
        ?? throw new InvalidInputException(
            $"network '{name}': not known{NearestName.Hint(name, Names)}; there are {string.Join(", ", Names)}."
        );
}
