using static TorchSharp.torch;

namespace Accrete.Datasets;

/// <summary>Reaches the memory of a tensor, which may be larger than a span can be.</summary>
internal static unsafe class TensorMemory
{
    /// <summary>The first byte of a contiguous CPU tensor; valid as long as the tensor lives. Null where it has none.</summary>
    public static byte* Of(Tensor tensor)
    {
        if (tensor.numel() == 0)
        {
            return null;
        }

        using var flat = tensor.view(-1);
        using var first = flat.narrow(0, 0, 1);
        fixed (byte* start = first.bytes)
        {
            return start; // Native memory: nothing moves it when 'fixed' ends.
        }
    }

    /// <summary>A fresh tensor of its own, outside any dispose scope, its values undefined.</summary>
    public static Tensor Allocate(ScalarType type, params long[] shape) => Allocate(() => empty(shape, type).DetachFromDisposeScope(), type, shape);

    /// <summary>The same, zeros, in memory that the system does not move: a GPU copies from it by itself.</summary>
    public static Tensor AllocatePinned(ScalarType type, params long[] shape) => Allocate(() =>
    {
        using var movable = zeros(shape, type);
        return movable.pin_memory().DetachFromDisposeScope();
    }, type, shape);

    private static Tensor Allocate(Func<Tensor> make, ScalarType type, long[] shape)
    {
        try
        {
            return make();
        }
        catch (System.Runtime.InteropServices.ExternalException e)
        {
            throw new AccreteException($"No memory for a tensor [{string.Join(", ", shape)}] of {type}; ask for a smaller size or fewer images.", e);
        }
    }
}
