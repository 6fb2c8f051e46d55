namespace Accrete.Blueprints.Layers;

/// <summary>A square convolution, <c>[N, C, H, W]</c> to <c>[N, Channels, H', W']</c>.</summary>
/// <param name="Name">The name, unique in the blueprint.</param>
/// <param name="Input">The layer that it reads.</param>
/// <param name="Channels">Output channels.</param>
/// <param name="Kernel">Side of the kernel in pixels.</param>
/// <param name="Stride">Step in pixels.</param>
/// <param name="Padding">Zeros on each border, in pixels.</param>
/// <param name="Bias">Whether a bias is added; not needed before a norm.</param>
/// <param name="Groups">Into how many parts the channels are divided, each output part seeing its input part only; all
/// parts change alike.</param>
internal sealed record Convolution(
    string Name,
    string Input,
    int Channels,
    int Kernel = 3,
    int Stride = 1,
    int Padding = 1,
    bool Bias = false,
    int Groups = 1
) : UnaryLayer(Name, Input)
{
    /// <inheritdoc/>
    public override LayerTraits Traits =>
        LayerTraits.WeighedSum | LayerTraits.NewChannels | LayerTraits.OverwritableOutput;

    internal override Layer Making(IReadOnlyList<int> channels) => this with { Channels = channels[0] };

    private protected override ImageShape Infer(ImageShape input)
    {
        if (Channels < 1 || Kernel < 1 || Stride < 1 || Padding < 0)
        {
            throw Unfit(
                $"channels {Channels}, kernel {Kernel} and stride {Stride} must be at least 1 and padding "
                    + $"{Padding} at least 0."
            );
        }

        if (Groups < 1 || Channels % Groups != 0 || input.Channels % Groups != 0)
        {
            throw Unfit($"groups {Groups} must divide its {input.Channels} input and {Channels} output channels.");
        }

        var output = new ImageShape(
            Channels,
            Steps(input.Height, Kernel, Stride, Padding),
            Steps(input.Width, Kernel, Stride, Padding)
        );
        return output.Elements > 0 ? output : throw Unfit($"a kernel of {Kernel} does not fit into {input}.");
    }

    private protected override ChannelAxis Tie(ChannelTies ties, ChannelAxis axis, ImageShape input)
    {
        ties.Repeat(axis, Groups);
        var output = ties.Make(this, Channels);
        ties.Repeat(output, Groups);
        return output;
    }

    private protected override IReadOnlyList<ParameterSpec> Parameters(ImageShape input)
    {
        var weight = new ParameterSpec(
            $"{Name}.weight",
            [Channels, input.Channels / Groups, Kernel, Kernel],
            [AxisRole.Output, AxisRole.Input, AxisRole.Fixed, AxisRole.Fixed]
        );
        return Bias ? [weight, new ParameterSpec($"{Name}.bias", [Channels], [AxisRole.Output])] : [weight];
    }

    private protected override long Macs(ImageShape input, ImageShape output) =>
        checked(output.Elements * Kernel * Kernel * (input.Channels / Groups));
}
