namespace Accrete.Blueprints;

/// <summary>Short runs of layers, and choices, that several architectures share.</summary>
internal static class Motifs
{
    /// <summary>A convolution, its batch norm and a ReLU.</summary>
    /// <returns>The name of the ReLU.</returns>
    public static string ConvolutionNormRelu(
        this BlueprintBuilder b,
        string from,
        int channels,
        (string Convolution, string Norm, string Relu) names,
        int kernel = 3,
        int stride = 1,
        bool bias = false,
        double epsilon = 1e-5,
        double? limit = null
    )
    {
        var made = b.Convolution(from, channels, kernel, stride, bias: bias, name: names.Convolution);
        return b.Relu(b.BatchNorm(made, epsilon, names.Norm), limit, names.Relu);
    }

    /// <summary>
    /// Whether a square lies inside a map. Where it does not, a pooling is left out: on small images the later blocks
    /// keep their size.
    /// </summary>
    public static bool Fits(this BlueprintBuilder b, string map, int side) =>
        Math.Min(b[map].Height, b[map].Width) >= side;
}
