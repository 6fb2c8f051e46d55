namespace Accrete.Blueprints.Layers;

/// <summary>A fully connected layer, <c>[N, F]</c> to <c>[N, Features]</c>.</summary>
/// <param name="Name">The name, unique in the blueprint.</param>
/// <param name="Input">The layer that it reads.</param>
/// <param name="Features">Output features.</param>
/// <param name="Bias">Whether a bias is added.</param>
internal sealed record Linear(string Name, string Input, int Features, bool Bias = true) : UnaryLayer(Name, Input)
{
    /// <inheritdoc/>
    public override LayerTraits Traits =>
        LayerTraits.WeighedSum | LayerTraits.NewChannels | LayerTraits.OverwritableOutput;

    internal override Layer Making(IReadOnlyList<int> channels) => this with { Features = channels[0] };

    private protected override ImageShape Infer(ImageShape input)
    {
        if (input.Height != 1 || input.Width != 1)
        {
            throw Unfit($"takes a row of features, not {input}; put a flatten or a global average pooling before it.");
        }

        return Features >= 1 ? new(Features, 1, 1) : throw Unfit($"features {Features} must be at least 1.");
    }

    private protected override ChannelAxis Tie(ChannelTies ties, ChannelAxis axis, ImageShape input) =>
        ties.Make(this, Features);

    private protected override IReadOnlyList<ParameterSpec> Parameters(ImageShape input)
    {
        var weight = new ParameterSpec($"{Name}.weight", [Features, input.Channels], [AxisRole.Output, AxisRole.Input]);
        return Bias ? [weight, new ParameterSpec($"{Name}.bias", [Features], [AxisRole.Output])] : [weight];
    }

    private protected override long Macs(ImageShape input, ImageShape output) => (long)input.Channels * output.Channels;
}
