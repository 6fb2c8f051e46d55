using Accrete.Blueprints;
using Accrete.Blueprints.Layers;

namespace Accrete.Growth;

/// <summary>
/// Writes the blueprint of a network that is deeper by one layer or one block, which <see cref="Deepen"/> can reach.
/// </summary>
/// <remarks>
/// What is put in repeats what is there: behind a ReLU the convolution or linear layer that made it, with its norm and
/// ReLU; behind the sum of a residual block another such block.
/// </remarks>
internal static class Insert
{
    // A kernel that is larger belongs to a stem, where it looks at the image itself.
    private const int LargestKernel = 5;
    private const int UsualKernel = 3;

    /// <summary>Puts a layer, with its norm and ReLU, or a residual block behind a layer.</summary>
    /// <param name="from">The blueprint; left as it is.</param>
    /// <param name="place">
    /// A layer, or the beginning of the names of several up to a dot, of which the last one counts. What is put in
    /// comes behind the norm, the sum and the ReLU that follow it.
    /// </param>
    /// <exception cref="InvalidInputException">Throws if there is no such layer, or nothing can be put in behind
    /// it.</exception>
    public static Blueprint Behind(Blueprint from, string place)
    {
        var at = Place(from, place);
        var repeated = SumOf(from, at) is { } sum ? Block(from, at, sum) : Chain(from, (Relu)at);
        var added = Repeat(from, at, repeated);
        return new Blueprint(from.Name, from.Input, [.. from.Layers.SelectMany(l => Rewired(l, at, added))]);
    }

    // The layer itself, and behind the place what is put in, which all who read the place now read instead.
    private static IEnumerable<Layer> Rewired(Layer layer, Layer at, List<Layer> added)
    {
        return layer == at
            ? [layer, .. added]
            : [layer.Reading([.. layer.Sources.Select(s => s == at.Name ? added[^1].Name : s)])];
    }

    private static Layer Place(Blueprint from, string place)
    {
        var named = from.Has(place)
            ? from[place].Layer
            : from.Layers.LastOrDefault(l => l.Name.StartsWith($"{place}.", StringComparison.Ordinal))
                ?? throw new InvalidInputException(
                    $"blueprint '{from.Name}': there is no layer "
                        + $"'{place}'{NearestName.Hint(place, from.Layers.Select(l => l.Name))}; "
                        + $"'{CommandHint.Of("inspect")}' lists them."
                );
        var at = named;
        while (from.Readers(at.Name).ToArray() is [var next] && Belongs(next, at))
        {
            at = next;
        }

        return at is Relu or Add
            ? at
            : throw new InvalidInputException(
                $"layer '{named.Name}': nothing can be put in behind it: only behind a ReLU, or behind the sum "
                    + $"of a residual block{Example(from, named)}."
            );
    }

    private static bool Belongs(Layer next, Layer at) =>
        at switch
        {
            Relu => false,
            Add => next is Relu,
            _ => (at is BatchNorm || at.Has(LayerTraits.WeighedSum)) && next is BatchNorm or Add or Relu,
        };

    private static string Example(Blueprint from, Layer named) =>
        from.Layers.TakeWhile(l => l != named).LastOrDefault(l => l is Relu or Add) is { } before
            ? $", such as '{before.Name}'"
            : "";

    private static Add? SumOf(Blueprint from, Layer at) =>
        at as Add ?? (at is Relu { Input: not Blueprint.Image } relu ? from[relu.Input].Layer as Add : null);

    // The convolution or linear layer whose channels the ReLU rectifies, the norm between them if any, and the ReLU.
    private static List<Layer> Chain(Blueprint from, Relu relu)
    {
        var chain = new List<Layer> { relu };
        var before = relu.Input == Blueprint.Image ? null : from[relu.Input].Layer;
        if (before is BatchNorm { Input: not Blueprint.Image } norm)
        {
            chain.Insert(0, norm);
            before = from[norm.Input].Layer;
        }

        chain.Insert(
            0,
            before switch
            {
                // As wide as what it reads, and in one part: only then it can be the identity.
                Convolution c => c with { Channels = from[relu.Name].Output.Channels, Groups = 1 },
                { } sum when sum.Has(LayerTraits.WeighedSum) => before,
                _ => throw new InvalidInputException(
                    $"layer '{relu.Name}': rectifies no convolution or linear layer that could be repeated behind it."
                ),
            }
        );
        return chain;
    }

    // The longest branch of the sum, the sum itself, and the ReLU behind it if any.
    private static List<Layer> Block(Blueprint from, Layer at, Add sum)
    {
        var branch = sum.Inputs.Select(i => Branch(from, i)).MaxBy(b => b.Count)!;
        if (
            branch.Count == 0
            || !branch.TrueForAll(l => l.Has(LayerTraits.WeighedSum) || l is BatchNorm or Relu or Dropout)
        )
        {
            throw new InvalidInputException(
                $"layer '{sum.Name}': no branch of it can be repeated; put a layer in elsewhere."
            );
        }

        return at == sum ? [.. branch, sum] : [.. branch, sum, at];
    }

    // The layers that serve this summand alone.
    private static List<Layer> Branch(Blueprint from, string end)
    {
        var branch = new List<Layer>();
        for (
            var name = end;
            name != Blueprint.Image && from[name].Layer is UnaryLayer layer && from.Readers(name).Count() == 1;
            name = layer.Input
        )
        {
            branch.Insert(0, layer);
        }

        return branch;
    }

    private static List<Layer> Repeat(Blueprint from, Layer at, List<Layer> repeated)
    {
        var rename = RepeatedNames.Of(from, [.. repeated.Select(l => l.Name)], isBlock: repeated.Any(l => l is Add));
        var added = new List<Layer>();
        var last = at.Name;
        foreach (var layer in repeated)
        {
            var name = rename(layer.Name);
            added.Add(
                layer switch
                {
                    Convolution c => c with
                    {
                        Name = name,
                        Input = last,
                        Stride = 1,
                        Kernel = Kernel(c.Kernel),
                        Padding = Kernel(c.Kernel) / 2,
                    },
                    DepthwiseConvolution d => d with
                    {
                        Name = name,
                        Input = last,
                        Stride = 1,
                        Kernel = Kernel(d.Kernel),
                        Padding = Kernel(d.Kernel) / 2,
                    },
                    UnaryLayer u => u with { Name = name, Input = last },
                    _ => new Add(name, [last, at.Name]),
                }
            );
            last = name;
        }

        return added;
    }

    // One that can keep the size of the map.
    private static int Kernel(int side) => side % 2 == 1 && side <= LargestKernel ? side : UsualKernel;
}
