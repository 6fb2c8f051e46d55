using Accrete.Blueprints;
using Accrete.Blueprints.Layers;

namespace Accrete.Networks;

/// <summary>Puts the layers of a blueprint into the order and places in which they are computed.</summary>
internal static class ForwardOrder
{
    /// <summary>The steps of a forward pass.</summary>
    public static IReadOnlyList<ForwardStep> Of(Blueprint blueprint)
    {
        var calls = new List<Call>();
        var places = new Dictionary<string, int>();
        foreach (var layer in blueprint.Layers)
        {
            if (PooledActivation(blueprint, layer) is { } activation)
            {
                // The largest of ReLUs is the ReLU of the largest: pooling first leaves a quarter of the values to
                // rectify.
                var at = places[activation.Name];
                var unpooled = calls[at].Inputs;
                calls[at] = new(layer, unpooled, activation.Name);
                calls.Add(new(activation, [activation.Name], layer.Name));
            }
            else
            {
                places.Add(layer.Name, calls.Count);
                calls.Add(new(layer, layer.Sources, layer.Name));
            }
        }

        return Place(calls);
    }

    /// <summary>The steps up to the last of some layers, in which these keep exactly their own outputs.</summary>
    public static IReadOnlyList<ForwardStep> Observed(Blueprint blueprint, IReadOnlyCollection<string> layers)
    {
        var last = blueprint.Layers.ToList().FindLastIndex(l => layers.Contains(l.Name));
        var calls = blueprint.Layers.Take(last + 1).Select(l => new Call(l, l.Sources, l.Name)).ToList();
        return [.. Place(calls).Select(s => s with { InPlace = false, Released = [.. s.Released.Except(layers)] })];
    }

    private static List<ForwardStep> Place(List<Call> calls)
    {
        var (lastRead, reads, makers) = (
            new Dictionary<string, int>(),
            new Dictionary<string, int>(),
            new Dictionary<string, Layer>()
        );
        for (var i = 0; i < calls.Count; i++)
        {
            makers.Add(calls[i].Output, calls[i].Layer);
            foreach (var input in calls[i].Inputs.Distinct())
            {
                lastRead[input] = i;
                reads[input] = reads.GetValueOrDefault(input) + 1;
            }
        }

        return [.. calls.Select(Placed)];

        ForwardStep Placed(Call call, int at)
        {
            string[] released = [.. call.Inputs.Distinct().Where(i => i != Blueprint.Image && lastRead[i] == at)];
            // Any other reader, also an earlier one, may still look at the same memory.
            var inPlace =
                call.Layer is Relu { Limit: null }
                && released is [var only]
                && reads[only] == 1
                && makers[only].Has(LayerTraits.OverwritableOutput);
            return new ForwardStep(call.Layer, call.Inputs, call.Output, inPlace, released);
        }
    }

    private static Relu? PooledActivation(Blueprint blueprint, Layer layer) =>
        layer is MaxPooling pooling
        && blueprint.Has(pooling.Input)
        && blueprint[pooling.Input].Layer is Relu activation
        && blueprint.Readers(activation.Name).Count() == 1
            ? activation
            : null;

    private sealed record Call(Layer Layer, IReadOnlyList<string> Inputs, string Output);
}
