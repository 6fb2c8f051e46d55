using System.Text.RegularExpressions;
using Accrete.Blueprints;

namespace Accrete.Interchange;

/// <summary>
/// What tensors of a state dict are called in an architecture: without what training put around the network and its
/// parts, and without a name before every name, such as that of the attribute that held the network.
/// </summary>
internal sealed partial class StateDictNames
{
    // DataParallel and AveragedModel, torch.compile, FullyShardedDataParallel, checkpointed activations; wherever they
    // stand.
    private static readonly string[] Wrappers =
    [
        "module",
        "_orig_mod",
        "_fsdp_wrapped_module",
        "_checkpoint_wrapped_module",
    ];

    private readonly Dictionary<string, string> given = [];

    /// <param name="names">The names in the file.</param>
    /// <param name="weights">Those of them that are of numbers which a network has; others do not count for what stands
    /// before every name.</param>
    /// <param name="blueprint">Gets the architecture.</param>
    /// <exception cref="InvalidInputException">Throws if two names are one without wrappers.</exception>
    public StateDictNames(IReadOnlyCollection<string> names, IEnumerable<string> weights, Blueprint blueprint)
    {
        var known = blueprint.Parameters.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        Before = Prefix([.. weights.Select(Unwrapped)], $"{blueprint.Layers[^1].Name}.weight");
        foreach (var name in names)
        {
            var own = Unwrapped(name);
            own = own.StartsWith(Before, StringComparison.Ordinal) ? own[Before.Length..] : own;
            own = known.Contains(own) ? own : Published(own, known);
            if (!given.TryAdd(own, name))
            {
                throw new InvalidInputException(
                    $"tensors '{given[own]}' and '{name}' are both '{own}' without what training put around "
                        + "the network; leave one of them out"
                );
            }
        }

        Wrapped = [.. Wrappers.Where(w => names.Any(n => n.Split('.').Contains(w))).Select(w => $"{w}.")];
    }

    /// <summary>What stood before every name beside wrappers, with its dot; empty where nothing did.</summary>
    public string Before { get; }

    /// <summary>The wrappers' names, with their dots, that were left out.</summary>
    public IReadOnlyList<string> Wrapped { get; }

    /// <summary>For each name in the architecture, or what is like one, the name in the file.</summary>
    public IReadOnlyDictionary<string, string> Given => given;

    private static string Unwrapped(string name) =>
        string.Join('.', name.Split('.').Where(part => !Wrappers.Contains(part)));

    // What stands before the weights of the last layer, if it stands before all names.
    private static string Prefix(string[] names, string last) =>
        names
            .Where(n => n.EndsWith($".{last}", StringComparison.Ordinal))
            .Select(n => n[..^last.Length])
            .FirstOrDefault(before => Array.TrueForAll(names, n => n.StartsWith(before, StringComparison.Ordinal)), "");

    // The files that torchvision publishes of DenseNet have dots that its networks' names lost later: norm.1 is norm1.
    private static string Published(string name, HashSet<string> known)
    {
        var later = NumberedPart().Replace(name, "$1$2");
        return known.Contains(later) ? later : name;
    }

    [GeneratedRegex(@"(?<=\.)(norm|conv)\.([12])(?=\.)")]
    private static partial Regex NumberedPart();
}
