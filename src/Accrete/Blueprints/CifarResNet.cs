namespace Accrete.Blueprints;

/// <summary>Residual networks in three stages for small images, whose shortcuts have no parameters.</summary>
/// <remarks>
/// He et al., <i>Deep Residual Learning for Image Recognition</i>, 2016, section 4.2, with option A: where a stage
/// begins, the shortcut takes every second pixel and adds channels of zeros. 6n + 2 layers; depth scales n. There is
/// one stem.
/// </remarks>
internal sealed record CifarResNet(int Layers) : IArchitecture
{
    private const int Stages = 3;
    private const int Narrowest = 16;

    public string Name => $"resnet{Layers}";

    public Blueprint Build(ImageShape input, int classes, Scale scale)
    {
        var b = new BlueprintBuilder(Name, input);
        var last = b.ConvolutionNormRelu(Blueprint.Image, scale.Channels(Narrowest), ("conv1", "bn1", "relu"));
        for (var stage = 1; stage <= Stages; stage++)
        {
            var channels = scale.Channels(Narrowest << (stage - 1));
            for (var block = 0; block < scale.Layers((Layers - 2) / 6); block++)
            {
                var name = $"layer{stage}.{block}";
                var halves = stage > 1 && block == 0;
                var path = ResidualBlock.Basic(b, last, name, channels, halves ? 2 : 1);
                last = ResidualBlock.Joined(b, path, halves ? Shortcut(b, last, channels, name) : last, name);
            }
        }

        b.Linear(b.GlobalAveragePooling(last, "avgpool"), classes, name: "fc");
        return b.Build();
    }

    private static string Shortcut(BlueprintBuilder b, string from, int channels, string block)
    {
        var added = channels - b[from].Channels;
        var halved = b.MaxPooling(from, side: 1, stride: 2, name: $"{block}.shortcut.pool");
        return b.ZeroChannels(halved, added / 2, added - added / 2, $"{block}.shortcut.zeros");
    }
}
