using static TorchSharp.torch;

namespace Accrete.Files.Tensors;

/// <summary>Reaches the memory of a tensor, which may be larger than a span can be.</summary>
internal static unsafe class TensorMemory
{
    /// <summary>How many bytes of a tensor are moved at once where nothing else is asked for.</summary>
    public const int Piece = 1 << 20;

    /// <summary>Does something with some bytes of a tensor.</summary>
    public delegate void PieceAction(Span<byte> piece);

    /// <summary>
    /// The first byte of a contiguous CPU tensor; valid as long as the tensor lives. Null where it has none.
    /// </summary>
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

    /// <summary>Goes through all bytes of a contiguous CPU tensor of any size, from the first to the last.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="move">What is done with each piece; the last may be shorter.</param>
    /// <param name="piece">How many bytes a piece has.</param>
    public static void InPieces(Tensor tensor, PieceAction move, int piece = Piece)
    {
        var start = Of(tensor);
        var total = tensor.numel() * tensor.element_size();
        for (var at = 0L; at < total; at += piece)
        {
            move(new Span<byte>(start + at, (int)Math.Min(piece, total - at)));
        }
    }

    /// <summary>A fresh tensor of its own, outside any dispose scope, its values undefined.</summary>
    public static Tensor Allocate(ScalarType type, params long[] shape) =>
        Allocate(() => empty(shape, type).DetachFromDisposeScope(), type, shape);

    /// <summary>The same, zeros, in memory that the system does not move: a GPU copies from it by itself.</summary>
    public static Tensor AllocatePinned(ScalarType type, params long[] shape) =>
        Allocate(
            () =>
            {
                using var movable = zeros(shape, type);
                return movable.pin_memory().DetachFromDisposeScope();
            },
            type,
            shape
        );

    private static Tensor Allocate(Func<Tensor> make, ScalarType type, long[] shape)
    {
        try
        {
            return make();
        }
        catch (System.Runtime.InteropServices.ExternalException e)
        {
            throw new AccreteException(
                $"No memory for a tensor [{string.Join(", ", shape)}] of {type}; ask for a smaller size or "
                    + "fewer images.",
                e
            );
        }
    }
}
