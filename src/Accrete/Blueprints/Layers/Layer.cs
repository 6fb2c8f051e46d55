using System.Text.Json.Serialization;

namespace Accrete.Blueprints.Layers;

/// <summary>
/// One node of a blueprint. A layer kind says here, and nowhere else, what shapes it takes and gives, which parameters it
/// has, what it costs, and how it ties the channels of its inputs to those of its output.
/// </summary>
/// <param name="Name">Unique in the blueprint; parameters are named after it.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Convolution), "convolution")]
[JsonDerivedType(typeof(BatchNorm), "batchNorm")]
[JsonDerivedType(typeof(Relu), "relu")]
[JsonDerivedType(typeof(MaxPooling), "maxPooling")]
[JsonDerivedType(typeof(GlobalAveragePooling), "globalAveragePooling")]
[JsonDerivedType(typeof(Flatten), "flatten")]
[JsonDerivedType(typeof(Linear), "linear")]
public abstract record Layer(string Name)
{
    /// <summary>The names of the layers (or <see cref="Blueprint.Image"/>) that this one reads, in order.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<string> Sources { get; }

    /// <summary>What becomes of the channels.</summary>
    internal abstract ChannelFlow Flow { get; }

    /// <summary>The shape of the output for inputs of these shapes.</summary>
    /// <exception cref="InvalidInputException">The layer cannot take such inputs.</exception>
    internal abstract ImageShape Infer(IReadOnlyList<ImageShape> inputs);

    /// <summary>The parameters and buffers, in a fixed order.</summary>
    internal virtual IReadOnlyList<ParameterSpec> Parameters(IReadOnlyList<ImageShape> inputs) => [];

    /// <summary>Multiply-accumulates for one image.</summary>
    internal virtual long Macs(IReadOnlyList<ImageShape> inputs, ImageShape output) => 0;

    /// <summary>The same layer making another number of channels; only for a layer that makes its own.</summary>
    internal virtual Layer WithChannels(int channels) => throw new InvalidOperationException($"{Name} makes no channels.");

    private protected InvalidInputException Unfit(string what) => new($"layer '{Name}': {what}");
}
