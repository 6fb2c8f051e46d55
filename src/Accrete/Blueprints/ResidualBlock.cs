namespace Accrete.Blueprints;

/// <summary>
/// The parts of a residual block (He et al., 2016), with torchvision's names behind that of the block.
/// </summary>
internal static class ResidualBlock
{
    /// <summary>Two 3 x 3 convolutions.</summary>
    /// <returns>The name of the last norm.</returns>
    public static string Basic(BlueprintBuilder b, string from, string block, int channels, int stride)
    {
        var last = b.ConvolutionNormRelu(from, channels, Names(block, 1), stride: stride);
        return b.BatchNorm(b.Convolution(last, channels, name: $"{block}.conv2"), name: $"{block}.bn2");
    }

    /// <summary>
    /// A 3 x 3 convolution between 1 x 1 ones to fewer channels and back; the stride is that of the 3 x 3 one, as in
    /// torchvision's v1.5.
    /// </summary>
    /// <returns>The name of the last norm.</returns>
    public static string Bottleneck(BlueprintBuilder b, string from, string block, int inner, int channels, int stride)
    {
        var last = b.ConvolutionNormRelu(from, inner, Names(block, 1), kernel: 1);
        last = b.ConvolutionNormRelu(last, inner, Names(block, 2), stride: stride);
        return b.BatchNorm(b.Convolution(last, channels, 1, name: $"{block}.conv3"), name: $"{block}.bn3");
    }

    /// <summary>The sum of what the convolutions give and the shortcut, rectified.</summary>
    /// <returns>The name of the ReLU.</returns>
    public static string Joined(BlueprintBuilder b, string path, string shortcut, string block) =>
        b.Relu(b.Add([path, shortcut], $"{block}.add"), name: $"{block}.relu");

    private static (string Convolution, string Norm, string Relu) Names(string block, int i) =>
        ($"{block}.conv{i}", $"{block}.bn{i}", $"{block}.relu{i}");
}
