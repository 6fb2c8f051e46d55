using static TorchSharp.torch;

namespace Accrete.Files.Tensors;

/// <summary>What a tensor of a file should be, said before it is read.</summary>
/// <param name="Shape">The lengths of its axes.</param>
/// <param name="Types">The types that it may have.</param>
internal sealed record ExpectedTensor(IReadOnlyList<long> Shape, params ScalarType[] Types)
{
    /// <summary>The types of weights.</summary>
    public static ScalarType[] Weights { get; } =
    [ScalarType.Float32, ScalarType.Float64, ScalarType.Float16, ScalarType.BFloat16];

    /// <summary>
    /// Whether its last axis may be shorter: its length depends on more than is known, up to a bound.
    /// </summary>
    public bool IsBound { get; init; }

    /// <summary>What is wrong with a tensor, as a part of a sentence; null where nothing is.</summary>
    public string? Flaw(SafeTensorsEntry entry) =>
        !HasShape(entry.Shape)
            ? $"tensor '{entry.Name}' is {entry.Sides} instead of "
                + $"{(IsBound ? "at most " : "")}[{string.Join(", ", Shape)}]"
        : entry.Type.Type is { } type && Types.Contains(type) ? null
        : $"tensor '{entry.Name}' is of type {entry.Type.Name} instead of "
            + $"{string.Join(" or ", Types.Select(t => SafeTensorsType.Of(t)!.Name))}";

    private bool HasShape(long[] shape) =>
        !IsBound
            ? shape.SequenceEqual(Shape)
            : shape.Length == Shape.Count
                && shape.SkipLast(1).SequenceEqual(Shape.SkipLast(1))
                && shape[^1] <= Shape[^1];
}
