namespace Accrete.Blueprints;

/// <summary>The architectures known by name.</summary>
public static class Architectures
{
    private static readonly IArchitecture[] Known = [Vgg.Small, Vgg.Of(11), Vgg.Of(13), Vgg.Of(16), Vgg.Of(19)];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(a => a.Name)];

    /// <summary>The architecture of that name.</summary>
    /// <exception cref="InvalidInputException">There is none; the nearest name is given.</exception>
    public static IArchitecture Find(string name) =>
        Known.FirstOrDefault(a => a.Name == name)
        ?? throw new InvalidInputException($"network '{name}': not known{NearestName.Hint(name, Names)}; there are {string.Join(", ", Names)}.");
}
