namespace Accrete.Blueprints.Layers;

/// <summary>A square convolution of each channel by itself: the channels pass through it.</summary>
/// <param name="Name">The name, unique in the blueprint.</param>
/// <param name="Input">The layer that it reads.</param>
/// <param name="Kernel">Side of the kernel in pixels.</param>
/// <param name="Stride">Step in pixels.</param>
/// <param name="Padding">Zeros on each border, in pixels.</param>
/// <param name="Bias">Whether a bias is added; not needed before a norm.</param>
internal sealed record DepthwiseConvolution(
    string Name,
    string Input,
    int Kernel = 3,
    int Stride = 1,
    int Padding = 1,
    bool Bias = false
) : UnaryLayer(Name, Input)
{
    /// <inheritdoc/>
    public override LayerTraits Traits => LayerTraits.WeighedSum | LayerTraits.OverwritableOutput;

    private protected override ImageShape Infer(ImageShape input)
    {
        if (Kernel < 1 || Stride < 1 || Padding < 0)
        {
            throw Unfit($"kernel {Kernel} and stride {Stride} must be at least 1 and padding {Padding} at least 0.");
        }

        var output = new ImageShape(
            input.Channels,
            Steps(input.Height, Kernel, Stride, Padding),
            Steps(input.Width, Kernel, Stride, Padding)
        );
        return output.Elements > 0 ? output : throw Unfit($"a kernel of {Kernel} does not fit into {input}.");
    }

    private protected override IReadOnlyList<ParameterSpec> Parameters(ImageShape input)
    {
        var weight = new ParameterSpec(
            $"{Name}.weight",
            [input.Channels, 1, Kernel, Kernel],
            [AxisRole.Output, AxisRole.Fixed, AxisRole.Fixed, AxisRole.Fixed]
        );
        return Bias ? [weight, new ParameterSpec($"{Name}.bias", [input.Channels], [AxisRole.Output])] : [weight];
    }

    private protected override long Macs(ImageShape input, ImageShape output) =>
        checked(output.Elements * Kernel * Kernel);
}
