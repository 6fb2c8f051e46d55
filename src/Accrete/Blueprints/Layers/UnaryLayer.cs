using System.Text.Json.Serialization;

namespace Accrete.Blueprints.Layers;

/// <summary>A layer with one input.</summary>
/// <param name="Name">The name, unique in the blueprint.</param>
/// <param name="Input">The layer that it reads.</param>
public abstract record UnaryLayer(string Name, string Input) : Layer(Name)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> Sources => [Input];

    internal sealed override Layer Reading(IReadOnlyList<string> sources) => this with { Input = sources[0] };

    internal sealed override ImageShape Infer(IReadOnlyList<ImageShape> inputs) => Infer(inputs[0]);

    internal sealed override ChannelAxis Tie(
        ChannelTies ties,
        IReadOnlyList<ChannelAxis> axes,
        IReadOnlyList<ImageShape> inputs
    ) => Tie(ties, axes[0], inputs[0]);

    internal sealed override IReadOnlyList<ParameterSpec> Parameters(IReadOnlyList<ImageShape> inputs) =>
        Parameters(inputs[0]);

    internal sealed override long Macs(IReadOnlyList<ImageShape> inputs, ImageShape output) => Macs(inputs[0], output);

    private protected abstract ImageShape Infer(ImageShape input);

    // Most layers give each channel on as the same channel.
    private protected virtual ChannelAxis Tie(ChannelTies ties, ChannelAxis axis, ImageShape input) => axis;

    private protected virtual IReadOnlyList<ParameterSpec> Parameters(ImageShape input) => [];

    private protected virtual long Macs(ImageShape input, ImageShape output) => 0;

    /// <summary>The side of what a window gives that steps over an image; 0 when it does not fit.</summary>
    private protected static int Steps(int side, int kernel, int stride, int padding, bool ceiling = false)
    {
        var free = side + (2L * padding) - kernel;
        if (free < 0)
        {
            return 0;
        }

        var steps = ((free + (ceiling ? stride - 1 : 0)) / stride) + 1;
        // A last window must begin on the image or its left border.
        return checked((int)(ceiling && (steps - 1) * stride >= (long)side + padding ? steps - 1 : steps));
    }
}
