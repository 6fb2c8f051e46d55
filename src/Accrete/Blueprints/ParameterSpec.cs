namespace Accrete.Blueprints;

/// <summary>The name, shape and meaning of a parameter or buffer of a layer, without its values.</summary>
/// <param name="Name">The name: that of the layer, a dot, and that of the parameter, such as
/// <c>conv1_1.weight</c>.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Roles">The meaning of each axis.</param>
/// <param name="Learned">Whether training changes it by its gradient; running statistics are not learned.</param>
public sealed record ParameterSpec(
    string Name,
    IReadOnlyList<long> Shape,
    IReadOnlyList<AxisRole> Roles,
    bool Learned = true
)
{
    /// <summary>Gets the number of values.</summary>
    public long Count => Shape.Aggregate(1L, (product, side) => checked(product * side));
}
