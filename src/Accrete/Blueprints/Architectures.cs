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

    /// <summary>The architecture of that name.</summary>
    /// <exception cref="InvalidInputException">There is none; the nearest name is given.</exception>
    public static IArchitecture Find(string name) =>
        Known.FirstOrDefault(a => a.Name == name)
        ?? throw new InvalidInputException(
            $"network '{name}': not known{NearestName.Hint(name, Names)}; there are {string.Join(", ", Names)}."
        );
}
