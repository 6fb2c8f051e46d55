using System.Globalization;
using Accrete.Blueprints;

namespace Accrete.Growth;

/// <summary>
/// Finds other members of the architecture that a network is a member of, also after its channels were pruned.
/// </summary>
internal static class Family
{
    /// <summary>The member of another depth, as wide as the network: its new layers in proportion.</summary>
    /// <param name="from">The network's blueprint, whose name is that of a built-in architecture.</param>
    /// <param name="depth">See <see cref="Scale.Depth"/>: 1 is the architecture in full.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if the network is of no built-in architecture, or has layers that the member lacks.
    /// </exception>
    public static Blueprint Deeper(Blueprint from, double depth)
    {
        if (!Architectures.Names.Contains(from.Name))
        {
            throw new InvalidInputException(
                $"network '{from.Name}': is of no architecture known by name, so it cannot become deeper by a "
                    + "factor; name a layer to put another one behind it."
            );
        }

        // Which stem the network has is seen in the sizes of its maps only.
        var architecture = Architectures.Find(from.Name);
        var members = new[] { Stem.Small, Stem.Large }
            .Select(stem => Member(architecture, from, depth, stem))
            .ToArray();
        var member =
            members.FirstOrDefault(m =>
                from.Costs.All(c => m.Has(c.Layer.Name) && IsAsLarge(m[c.Layer.Name].Output, c.Output))
            )
            ?? throw new InvalidInputException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"network '{from.Name}': has layers that the architecture lacks at a depth of {depth}; "
                        + $"give a greater depth, or name a layer to put another one behind it."
                )
            );
        return new Insertion(from, member).AtPresentWidths();
    }

    private static Blueprint Member(IArchitecture architecture, Blueprint from, double depth, Stem stem)
    {
        var full = architecture.Build(from.Input, from.Classes, depth: depth, stem: stem);
        return architecture.Build(from.Input, from.Classes, RelativeWidth(from, full), depth, stem);
    }

    private static double RelativeWidth(Blueprint from, Blueprint full)
    {
        var present = new ChannelGroups(from);
        var shared = new ChannelGroups(full).Free.Where(g => present.Has(g.Name)).ToArray();
        return shared.Length == 0 ? 1 : (double)shared.Sum(g => present[g.Name].Channels) / shared.Sum(g => g.Channels);
    }

    private static bool IsAsLarge(ImageShape one, ImageShape other) =>
        (one.Height, one.Width) == (other.Height, other.Width);
}
