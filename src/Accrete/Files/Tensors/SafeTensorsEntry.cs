namespace Accrete.Files.Tensors;

/// <summary>What the header of a safetensors file says of one tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Shape">The lengths of its axes.</param>
/// <param name="Begin">Its first byte, counted from the first of all tensors.</param>
/// <param name="End">The byte after its last.</param>
internal sealed record SafeTensorsEntry(string Name, SafeTensorsType Type, long[] Shape, long Begin, long End)
{
    /// <summary>
    /// Whether there can be a tensor of this shape and type, of as many bytes as it has from begin to end.
    /// </summary>
    public bool IsPossible =>
        Shape.All(s => s >= 0)
        // Of types of less than a byte there are as many bytes as begin.
        && (Product(Shape) + 7) / 8 == End - Begin
        // Strides are products of sides in which a 0 counts as 1: they must fit even where there is nothing to stride
        // over.
        && Product(Shape.Select(s => Math.Max(1, s))) <= long.MaxValue;

    /// <summary>Its shape for people: <c>[3, 4]</c>.</summary>
    public string Sides => $"[{string.Join(", ", Shape)}]";

    /// <summary>Whether its numbers are floating-point ones that networks can have.</summary>
    public bool IsFloat => Type.Type is { } type && ExpectedTensor.Weights.Contains(type);

    private Int128 Product(IEnumerable<long> sides) =>
        sides.Aggregate(
            (Int128)Type.Bits,
            (product, side) => side > 0 && product > long.MaxValue ? product : product * side
        );
}
