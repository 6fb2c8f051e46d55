namespace Accrete.Blueprints.Layers;

/// <summary>Batch normalisation over each channel, with a learned scale and shift (Ioffe and Szegedy, 2015).</summary>
/// <param name="Name">The name, unique in the blueprint.</param>
/// <param name="Input">The layer that it reads.</param>
/// <param name="Epsilon">Added to the variance.</param>
internal sealed record BatchNorm(string Name, string Input, double Epsilon = 1e-5) : UnaryLayer(Name, Input)
{
    /// <inheritdoc/>
    public override LayerTraits Traits => LayerTraits.OverwritableOutput;

    private protected override ImageShape Infer(ImageShape input) =>
        Epsilon is >= 1e-30 and <= 1e3
            ? input
            : throw Unfit($"epsilon {AskedNumber.Text(Epsilon)} must be from 1e-30 to 1000.");

    private protected override IReadOnlyList<ParameterSpec> Parameters(ImageShape input) =>
        [
            Vector("weight", input, learned: true),
            Vector("bias", input, learned: true),
            Vector("running_mean", input, learned: false),
            Vector("running_var", input, learned: false),
        ];

    private ParameterSpec Vector(string name, ImageShape input, bool learned) =>
        new($"{Name}.{name}", [input.Channels], [AxisRole.Output], learned);
}
