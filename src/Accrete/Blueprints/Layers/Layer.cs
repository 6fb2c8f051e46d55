using System.Text.Json.Serialization;

namespace Accrete.Blueprints.Layers;

/// <summary>
/// A layer of a blueprint. A kind of layer defines here, and nowhere else, its shapes, parameters and compute, and how
/// it ties the channels of its inputs to those of its output.
/// </summary>
/// <param name="Name">The name, unique in the blueprint; the names of parameters begin with it.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Convolution), "convolution")]
[JsonDerivedType(typeof(DepthwiseConvolution), "depthwiseConvolution")]
[JsonDerivedType(typeof(Linear), "linear")]
[JsonDerivedType(typeof(BatchNorm), "batchNorm")]
[JsonDerivedType(typeof(Relu), "relu")]
[JsonDerivedType(typeof(Dropout), "dropout")]
[JsonDerivedType(typeof(MaxPooling), "maxPooling")]
[JsonDerivedType(typeof(AveragePooling), "averagePooling")]
[JsonDerivedType(typeof(GlobalAveragePooling), "globalAveragePooling")]
[JsonDerivedType(typeof(Flatten), "flatten")]
[JsonDerivedType(typeof(Add), "add")]
[JsonDerivedType(typeof(Concat), "concat")]
[JsonDerivedType(typeof(ZeroChannels), "zeroChannels")]
[JsonDerivedType(typeof(CustomLayer), "custom")]
public abstract record Layer(string Name)
{
    /// <summary>
    /// Gets the names of the layers (or <see cref="Blueprint.Image"/>) that this layer reads, in order.
    /// </summary>
    [JsonIgnore]
    public abstract IReadOnlyList<string> Sources { get; }

    /// <summary>Gets the properties that all layers of this kind have.</summary>
    [JsonIgnore]
    public virtual LayerTraits Traits => LayerTraits.None;

    /// <summary>Says whether the layer has all of the given properties.</summary>
    public bool Has(LayerTraits traits) => (Traits & traits) == traits;

    /// <summary>The same layer reading others, in the same order.</summary>
    internal abstract Layer Reading(IReadOnlyList<string> sources);

    /// <summary>The shape of the output for inputs of these shapes.</summary>
    /// <exception cref="InvalidInputException">Throws if the layer cannot take such inputs.</exception>
    internal abstract ImageShape Infer(IReadOnlyList<ImageShape> inputs);

    /// <summary>
    /// What lies along the channel axis of the output, given what lies along those of the inputs; ties what must change
    /// together.
    /// </summary>
    internal abstract ChannelAxis Tie(
        ChannelTies ties,
        IReadOnlyList<ChannelAxis> axes,
        IReadOnlyList<ImageShape> inputs
    );

    /// <summary>The parameters and buffers, in a fixed order.</summary>
    internal virtual IReadOnlyList<ParameterSpec> Parameters(IReadOnlyList<ImageShape> inputs) => [];

    /// <summary>Computes the multiply-accumulates for one image.</summary>
    internal virtual long Macs(IReadOnlyList<ImageShape> inputs, ImageShape output) => 0;

    /// <summary>
    /// About how many numbers are read, compared, multiplied or written for one image: what its time goes by.
    /// </summary>
    internal virtual long Operations(IReadOnlyList<ImageShape> inputs, ImageShape output) =>
        checked(Macs(inputs, output) + inputs.Sum(i => i.Elements) + output.Elements);

    /// <summary>
    /// The same layer making other numbers of channels, one for each time that <see cref="Tie"/> makes some.
    /// </summary>
    internal virtual Layer Making(IReadOnlyList<int> channels) => this;

    private protected InvalidInputException Unfit(string what) => new($"layer '{Name}': {what}");
}
