using Accrete.Blueprints;
using Accrete.Blueprints.Layers;

namespace Accrete.Growth;

/// <summary>
/// How the new layers of a deeper blueprint have to begin for the function to be kept: some pass an old layer's output
/// on, some end a branch that adds nothing yet, and all others may begin as they like.
/// </summary>
internal sealed class Insertion
{
    private readonly Blueprint from;
    private readonly Blueprint target;
    private readonly Dictionary<string, string> origins = [];
    private readonly HashSet<string> silent = [];

    /// <exception cref="InvalidInputException">
    /// Throws if a layer is missing or another one, or a new one cannot keep the function.
    /// </exception>
    public Insertion(Blueprint from, Blueprint target)
    {
        (this.from, this.target) = (from, target);
        foreach (var layer in from.Layers)
        {
            if (!target.Has(layer.Name))
            {
                throw new InvalidInputException(
                    $"blueprint '{target.Name}': lacks the layer '{layer.Name}', which the network has."
                );
            }

            foreach (var (before, after) in layer.Sources.Zip(target[layer.Name].Layer.Sources))
            {
                if (Origin(after) != before)
                {
                    throw new InvalidInputException(
                        $"layer '{layer.Name}': reads '{after}', which does not pass on '{before}', which it "
                            + "read before."
                    );
                }
            }
        }
    }

    /// <summary>For each new layer that passes an old one's output on, that old layer.</summary>
    public IReadOnlyDictionary<string, string> Origins => origins;

    /// <summary>The new layers whose output has to be 0 at first.</summary>
    public IReadOnlySet<string> Silent => silent;

    /// <summary>
    /// The target with the old layers as wide as they are, and new ones that pass something on as wide as what they
    /// read.
    /// </summary>
    public Blueprint AtPresentWidths()
    {
        var (groups, present) = (new ChannelGroups(target), new ChannelGroups(from));
        var widths = new Dictionary<string, int>();
        foreach (var group in groups.Free)
        {
            if (group.Producers.Select(p => WidthOf(group.Name, p)).FirstOrDefault(w => w is not null) is { } width)
            {
                widths[group.Name] = width;
            }
        }

        // What a producer makes of a group now: an old one as much as before, one that passes something on as much as
        // it reads.
        int? WidthOf(string group, string producer) =>
            from.Has(producer)
                ? Share(group, groups.Output(producer), [.. present.Output(producer).Select(s => s.Channels)])
            : origins.ContainsKey(producer)
                ? Share(
                    group,
                    groups.Output(producer),
                    [
                        .. groups
                            .Output(target[producer].Layer.Sources[0])
                            .Select(s => widths.GetValueOrDefault(s.Group, s.Channels) * s.Block),
                    ]
                )
            : null;

        var deeper = groups.WithWidths(widths);
        foreach (var layer in from.Layers.Where(l => !deeper[l.Name].Layer.Reading(l.Sources).Equals(l)))
        {
            throw new InvalidInputException(
                $"blueprint '{target.Name}': its layer '{layer.Name}' is another one than that of the network."
            );
        }

        return deeper;
    }

    // The part of a group in an axis of which the present widths are known. Where new layers part what was tied before,
    // or tie what was not, the runs of the axis are others than now; null when they cannot be told.
    private static int? Share(string group, IReadOnlyList<ChannelSpan> axis, IReadOnlyList<int> present) =>
        axis.All(s => s.Group == group) ? present.Sum() / axis.Count
        : axis.Count == present.Count ? present[axis.ToList().FindIndex(s => s.Group == group)]
        : null;

    // The old layer that a layer is or passes on.
    private string Origin(string name)
    {
        if (name == Blueprint.Image || from.Has(name))
        {
            return name;
        }

        if (origins.TryGetValue(name, out var known))
        {
            return known;
        }

        var origin = target[name].Layer switch
        {
            Convolution { Stride: 1, Groups: 1 } c when c.Kernel == 2 * c.Padding + 1 => Origin(c.Input),
            DepthwiseConvolution { Stride: 1 } c when c.Kernel == 2 * c.Padding + 1 => Origin(c.Input),
            Linear l => Origin(l.Input),
            BatchNorm n when !from.Has(n.Input) && target[n.Input].Layer.Has(LayerTraits.WeighedSum) => Origin(n.Input),
            Relu r when Ceiling(Origin(r.Input)) <= (r.Limit ?? double.PositiveInfinity) => Origin(r.Input),
            Dropout d => Origin(d.Input),
            Add a => Shortcut(a),
            // New channels behind the old ones: who reads them takes no notice of them at first.
            Concat c => Origin(c.Inputs[0]),
            _ => throw new InvalidInputException(
                $"layer '{name}': cannot begin without changing what the network computes: only a convolution "
                    + "of stride 1, a linear layer, a norm behind one of these, a ReLU behind a ReLU, a residual "
                    + "branch and a concat can."
            ),
        };
        origins.Add(name, origin);
        return origin;
    }

    // Of the summands the one from which the others are made goes on; the others begin as 0.
    private string Shortcut(Add add)
    {
        var shortcut =
            add.Inputs.FirstOrDefault(i => add.Inputs.All(o => o == i || IsMadeFrom(o, i)))
            ?? throw new InvalidInputException(
                $"layer '{add.Name}': none of its summands is the input of the others, so it is no residual "
                    + "block and cannot be put in."
            );
        foreach (var branch in add.Inputs.Where(i => i != shortcut))
        {
            silent.Add(
                target[branch].Layer is BatchNorm || target[branch].Layer.Has(LayerTraits.WeighedSum)
                    ? branch
                    : throw new InvalidInputException(
                        $"layer '{branch}': ends a new residual branch and cannot give 0 at first; end the "
                            + "branch with a norm, a convolution or a linear layer."
                    )
            );
        }

        return Origin(shortcut);
    }

    // Whether a new layer is made from another one, through new layers only.
    private bool IsMadeFrom(string layer, string source) =>
        layer == source
        || (
            layer != Blueprint.Image && !from.Has(layer) && target[layer].Layer.Sources.Any(s => IsMadeFrom(s, source))
        );

    // The largest value of what is never below 0; not a number for what may be.
    private double Ceiling(string name) =>
        name == Blueprint.Image
            ? double.NaN
            : from[name].Layer switch
            {
                Relu r => r.Limit ?? double.PositiveInfinity,
                var kept when kept.Has(LayerTraits.KeepsRange) => Ceiling(kept.Sources[0]),
                // Also below 0 it would stay: a NaN among them makes the largest a NaN.
                Concat c => c.Inputs.Select(Ceiling).Aggregate(Math.Max),
                _ => double.NaN,
            };
}
