namespace Accrete.Blueprints.Layers;

/// <summary>Adds a layer of a kind that the program has registered.</summary>
/// <param name="Name">The name, unique in the blueprint.</param>
/// <param name="Input">The layer that it reads.</param>
/// <param name="Type">The name of its kind.</param>
/// <param name="Settings">The settings of this layer, as its kind defines them; null for none.</param>
internal sealed record CustomLayer(
    string Name,
    string Input,
    string Type,
    IReadOnlyDictionary<string, double>? Settings = null
) : UnaryLayer(Name, Input)
{
    private static readonly IReadOnlyDictionary<string, double> None = new Dictionary<string, double>();

    /// <inheritdoc/>
    public override LayerTraits Traits => Kind.Traits;

    /// <summary>Its kind.</summary>
    /// <exception cref="InvalidInputException">Throws if it is not known here.</exception>
    private LayerKind Kind => LayerKinds.Find(Type, Name);

    /// <summary>The settings, also where there are none.</summary>
    internal IReadOnlyDictionary<string, double> Values => Settings ?? None;

    /// <inheritdoc/>
    public bool Equals(CustomLayer? other) =>
        other is not null
        && (Name, Input, Type) == (other.Name, other.Input, other.Type)
        && Values.Count == other.Values.Count
        && Values.All(v => other.Values.TryGetValue(v.Key, out var value) && value.Equals(v.Value));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Input, Type, Values.Count);

    private protected override ImageShape Infer(ImageShape input)
    {
        if (Values.FirstOrDefault(v => !double.IsFinite(v.Value)).Key is { } setting)
        {
            throw Unfit($"setting '{setting}' is no finite number.");
        }

        var output = Kind.Infer(input, Values);
        return output.Channels == input.Channels && output.Elements > 0
            ? output
            : throw Unfit($"kind '{Type}' makes {output} of {input}; it must keep the channels.");
    }

    private protected override IReadOnlyList<ParameterSpec> Parameters(ImageShape input) =>
        Kind.Parameters(Name, input, Values);

    private protected override long Macs(ImageShape input, ImageShape output) => Kind.Macs(input, output, Values);
}
