using Accrete.Blueprints;
using Accrete.Blueprints.Layers;

namespace Accrete.Tests.Growth;

/// <summary>Random blueprints made deeper at one of their layers; null where there is no place for it.</summary>
internal static class Inserted
{
    /// <summary>Convolutions with a norm and a ReLU behind a ReLU.</summary>
    public static Blueprint? Chain(Blueprint from, int place, int kernel, int count) =>
        Behind(
            from,
            place,
            l => l is Relu && from[l.Name].Output.Height > 1,
            (at, layers) =>
            {
                var last = at.Name;
                for (var i = 0; i < count; i++)
                {
                    // The width is deliberately wrong: deepening must not care.
                    layers.Add(new Convolution($"new{i}", last, from[at.Name].Output.Channels, kernel, 1, kernel / 2));
                    layers.Add(new BatchNorm($"newNorm{i}", $"new{i}"));
                    layers.Add(new Relu($"newRelu{i}", $"newNorm{i}", (at as Relu)?.Limit));
                    last = $"newRelu{i}";
                }

                return last;
            }
        );

    /// <summary>A residual block.</summary>
    public static Blueprint? Residual(Blueprint from, int place, int width, int kernel) =>
        Behind(
            from,
            place,
            l => l is not Linear && from[l.Name].Output.Height > 1,
            (at, layers) =>
            {
                layers.Add(new Convolution("new1", at.Name, width, kernel, 1, kernel / 2));
                layers.Add(new BatchNorm("newNorm1", "new1"));
                layers.Add(new Relu("newRelu1", "newNorm1"));
                layers.Add(new DepthwiseConvolution("newDepthwise", "newRelu1"));
                layers.Add(new Convolution("new2", "newDepthwise", from[at.Name].Output.Channels, 3));
                layers.Add(new BatchNorm("newNorm2", "new2"));
                layers.Add(new Add("newAdd", [at.Name, "newNorm2"]));
                if (at is not Relu)
                {
                    return "newAdd";
                }

                layers.Add(new Relu("newRelu2", "newAdd", (at as Relu)?.Limit));
                return "newRelu2";
            }
        );

    /// <summary>A dense layer, where all who read can take more channels.</summary>
    public static Blueprint? Dense(Blueprint from, int place, int width, int kernel) =>
        Behind(
            from,
            place,
            l =>
                from[l.Name].Output.Height > 1
                && from.Readers(l.Name).All(r => r is Convolution { Groups: 1 })
                && from.Readers(l.Name).Any(),
            (at, layers) =>
            {
                layers.Add(new BatchNorm("newNorm1", at.Name));
                layers.Add(new Convolution("new1", "newNorm1", width, kernel, 1, kernel / 2));
                layers.Add(new Concat("newConcat", [at.Name, "new1"]));
                return "newConcat";
            }
        );

    private static Blueprint? Behind(
        Blueprint from,
        int place,
        Func<Layer, bool> fits,
        Func<Layer, List<Layer>, string> insert
    )
    {
        var places = from.Layers.Where(fits).ToArray();
        if (places.Length == 0)
        {
            return null;
        }

        var at = places[place % places.Length];
        var layers = new List<Layer>();
        var last = at.Name;
        foreach (var layer in from.Layers)
        {
            layers.Add(layer.Reading([.. layer.Sources.Select(s => s == at.Name ? last : s)]));
            if (layer == at)
            {
                last = insert(at, layers);
            }
        }

        return new Blueprint(from.Name, from.Input, layers);
    }
}
