namespace Accrete.Blueprints;

/// <summary>A parameter or buffer of a layer, without its values.</summary>
/// <param name="Name">The layer's name, a dot, and the parameter's own, such as <c>conv1_1.weight</c>.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Roles">What each axis runs over.</param>
/// <param name="Learned">Whether training changes it by gradient; a running statistic is not learned.</param>
public sealed record ParameterSpec(
    string Name,
    IReadOnlyList<long> Shape,
    IReadOnlyList<AxisRole> Roles,
    bool Learned = true
)
{
    /// <summary>How many numbers it holds.</summary>
    public long Count => Shape.Aggregate(1L, (product, side) => checked(product * side));
}
