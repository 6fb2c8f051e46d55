using System.Collections.Concurrent;

namespace Accrete.Blueprints.Layers;

/// <summary>The layer kinds that the program has added, for the whole process.</summary>
internal static class LayerKinds
{
    private static readonly ConcurrentDictionary<string, LayerKind> Known = new(StringComparer.Ordinal);

    /// <summary>Adds a kind, or puts it in the place of an earlier one of the same name.</summary>
    public static void Add(LayerKind kind)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(kind.Name, nameof(kind));
        Known[kind.Name] = kind;
    }

    /// <summary>The kind of a name.</summary>
    /// <exception cref="InvalidInputException">Throws if there is no such kind.</exception>
    public static LayerKind Find(string name, string layer) =>
        Known.TryGetValue(name, out var kind)
            ? kind
            : throw new InvalidInputException(
                $"layer '{layer}': its kind '{GivenText.Shown(name)}' is not known here; the program that made it "
                    + "has to register it first."
            );
}
