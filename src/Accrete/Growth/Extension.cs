using Accrete.Blueprints;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Growth;

/// <summary>
/// Makes room in old tensors for channels that new layers make: whoever sums these takes no notice of them at first.
/// </summary>
internal sealed class Extension(Blueprint from, Blueprint deeper)
{
    private readonly ChannelGroups before = new(from);
    private readonly ChannelGroups after = new(deeper);
    private readonly Dictionary<string, LayerCosts> owners = from
        .Costs.SelectMany(c => c.Parameters.Select(p => (p.Name, c)))
        .ToDictionary(p => p.Name, p => p.c);

    /// <summary>
    /// A parameter or buffer: weights for new inputs are 0, and what new channels pass through is fresh.
    /// </summary>
    public Tensor OfWeights(ParameterSpec spec, Tensor values, Seed seed) =>
        Extend(
            spec,
            values,
            axis =>
                spec.Roles[axis] == AxisRole.Output
                    ? FreshWeights.Make(spec, seed).to(values.dtype, values.device)
                    : null
        );

    /// <summary>What an optimiser remembers: nothing of what is new. New tensors.</summary>
    public OptimiserState OfMoments(OptimiserState state)
    {
        var specs = deeper.Parameters.ToDictionary(p => p.Name);
        return new OptimiserState(
            state.Moments.ToDictionary(
                m => m.Key,
                m => new ParameterMoments(
                    m.Value.Step,
                    Moment(specs[m.Key], m.Value.First),
                    Moment(specs[m.Key], m.Value.Second)
                )
            )
        );
    }

    private Tensor? Moment(ParameterSpec spec, Tensor? values)
    {
        using var scope = NewDisposeScope();
        return values is null ? null : Extend(spec, values, _ => null).clone().MoveToOuterDisposeScope();
    }

    private Tensor Extend(ParameterSpec spec, Tensor values, Func<int, Tensor?> fresh)
    {
        for (var axis = 0; axis < spec.Shape.Count; axis++)
        {
            if (values.shape[axis] == spec.Shape[axis])
            {
                continue;
            }

            var shape = values.shape;
            shape[axis] = spec.Shape[axis];
            var room = fresh(axis) ?? zeros(shape, dtype: values.dtype, device: values.device);
            values = room.index_copy_(axis, tensor(OldPositions(spec, axis), device: values.device), values);
        }

        return values;
    }

    // Where the positions of an old axis lie on the new one.
    private long[] OldPositions(ParameterSpec spec, int axis)
    {
        var owner = owners[spec.Name];
        var old = new Queue<ChannelSpan>(
            before.Along(owner.Layer, owner.Parameters.First(p => p.Name == spec.Name), axis)
        );
        var positions = new List<long>();
        var offset = 0L;
        foreach (var span in after.Along(deeper[owner.Layer.Name].Layer, spec, axis))
        {
            var length = (long)span.Channels * span.Block;
            if (old.TryPeek(out var next) && next == span)
            {
                positions.AddRange(Enumerable.Range(0, (int)length).Select(i => offset + i));
                old.Dequeue();
            }

            offset += length;
        }

        return old.Count == 0
            ? [.. positions]
            : throw new InvalidInputException(
                $"layer '{owner.Layer.Name}': reads other channels than before; new ones may only be joined to "
                    + "the old ones."
            );
    }
}
