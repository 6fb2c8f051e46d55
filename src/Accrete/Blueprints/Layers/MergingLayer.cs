using System.Text.Json.Serialization;

namespace Accrete.Blueprints.Layers;

/// <summary>A layer with several inputs of the same height and width.</summary>
/// <param name="Name">The name, unique in the blueprint.</param>
/// <param name="Inputs">The layers that it reads, in order.</param>
internal abstract record MergingLayer(string Name, IReadOnlyList<string> Inputs) : Layer(Name)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> Sources => Inputs;

    /// <inheritdoc/>
    public virtual bool Equals(MergingLayer? other) =>
        other is not null
        && EqualityContract == other.EqualityContract
        && Name == other.Name
        && Inputs.SequenceEqual(other.Inputs);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Inputs.Count);

    internal sealed override Layer Reading(IReadOnlyList<string> sources) => this with { Inputs = [.. sources] };

    internal sealed override ImageShape Infer(IReadOnlyList<ImageShape> inputs)
    {
        if (inputs.Count < 2)
        {
            throw Unfit("needs at least 2 inputs.");
        }

        for (var i = 1; i < inputs.Count; i++)
        {
            if (
                (inputs[i].Height, inputs[i].Width) != (inputs[0].Height, inputs[0].Width)
                || !Fits(inputs[0], inputs[i])
            )
            {
                throw Unfit(
                    $"'{Inputs[i]}' gives {inputs[i]} and '{Inputs[0]}' gives {inputs[0]}; they must be of {Alike}."
                );
            }
        }

        return Merge(inputs);
    }

    /// <summary>In what the inputs must be alike, for an error.</summary>
    private protected abstract string Alike { get; }

    private protected abstract bool Fits(ImageShape first, ImageShape other);

    private protected abstract ImageShape Merge(IReadOnlyList<ImageShape> inputs);
}
