using Accrete.Blueprints;

namespace Accrete.Tests.Growth;

/// <summary>Puts a block behind a layer, and gives the name of its last layer.</summary>
internal delegate string RandomBlock(BlueprintBuilder b, string from, int width, int kernel, bool flag);

/// <summary>The blocks of which random blueprints are made: one for each way in which layers tie channels.</summary>
internal static class RandomBlocks
{
    public static IReadOnlyList<RandomBlock> Plain { get; } = [Chain];

    public static IReadOnlyList<RandomBlock> All { get; } =
    [
        Chain,
        Residual,
        Projection,
        ZeroShortcut,
        Separable,
        Inverted,
        Branches,
        Dense,
        Grouped,
        SumOfConcat,
        Pooling,
        Bottleneck,
    ];

    private static string Chain(BlueprintBuilder b, string from, int width, int kernel, bool norm)
    {
        var last = b.Convolution(from, width, kernel, bias: !norm);
        last = b.Relu(norm ? b.BatchNorm(last) : last);
        return norm && Halves(b, last) ? b.MaxPooling(last) : last;
    }

    private static string Residual(BlueprintBuilder b, string from, int width, int kernel, bool norm)
    {
        from = from == Blueprint.Image ? Chain(b, from, width, kernel, norm) : from;
        var branch = b.Relu(b.BatchNorm(b.Convolution(from, width, kernel)));
        branch = b.Convolution(branch, b[from].Channels, 3, bias: !norm);
        return b.Relu(b.Add([norm ? b.BatchNorm(branch) : branch, from]));
    }

    private static string Projection(BlueprintBuilder b, string from, int width, int kernel, bool halves)
    {
        var stride = halves && Halves(b, from) ? 2 : 1;
        var branch = b.BatchNorm(b.Convolution(from, width, 3, stride));
        return b.Relu(b.Add([branch, b.BatchNorm(b.Convolution(from, width, 1, stride))]));
    }

    private static string ZeroShortcut(BlueprintBuilder b, string from, int width, int kernel, bool before)
    {
        from = from == Blueprint.Image ? Chain(b, from, width, kernel, norm: false) : from;
        var branch = b.BatchNorm(b.Convolution(from, b[from].Channels + (before ? 2 * width : width), kernel));
        return b.Relu(b.Add([b.ZeroChannels(from, before ? width : 0, width), branch]));
    }

    private static string Separable(BlueprintBuilder b, string from, int width, int kernel, bool bias) =>
        b.Relu(b.BatchNorm(b.Convolution(b.DepthwiseConvolution(from, kernel, bias: bias), width, 1)));

    private static string Inverted(BlueprintBuilder b, string from, int width, int kernel, bool residual)
    {
        var last = b.Relu(b.BatchNorm(b.Convolution(from, width + 1, 1)), limit: 6);
        last = b.Relu(b.BatchNorm(b.DepthwiseConvolution(last, kernel)), limit: 6);
        last = b.BatchNorm(b.Convolution(last, residual && from != Blueprint.Image ? b[from].Channels : width, 1));
        return residual && from != Blueprint.Image ? b.Add([from, last]) : last;
    }

    private static string Branches(BlueprintBuilder b, string from, int width, int kernel, bool pools)
    {
        var one = b.Relu(b.BatchNorm(b.Convolution(from, width, 1)));
        var two = b.Relu(b.Convolution(b.Relu(b.Convolution(from, 2, 1)), width + 1, 3));
        return b.Concat(pools ? [one, two, b.MaxPooling(from, 3, 1, 1)] : [one, two]);
    }

    private static string Dense(BlueprintBuilder b, string from, int width, int kernel, bool twice)
    {
        for (var i = 0; i < (twice ? 2 : 1); i++)
        {
            from = b.Concat([from, b.Convolution(b.Relu(b.BatchNorm(from)), width, kernel)]);
        }

        return from;
    }

    private static string Grouped(BlueprintBuilder b, string from, int width, int kernel, bool norm)
    {
        from = b.Relu(b.BatchNorm(b.Convolution(from, 2 * width)));
        from = b.Convolution(from, 4, kernel, groups: 2, bias: !norm);
        return b.Relu(norm ? b.BatchNorm(from) : from);
    }

    // Channels of two groups on one side of a sum, of one on the other.
    private static string SumOfConcat(BlueprintBuilder b, string from, int width, int kernel, bool relu)
    {
        var joined = b.Concat([b.Convolution(from, width, kernel), b.Convolution(from, 2, 1)]);
        var sum = b.Add([joined, b.Convolution(from, width + 2, 3)]);
        return relu ? b.Relu(sum) : sum;
    }

    private static string Pooling(BlueprintBuilder b, string from, int width, int kernel, bool average)
    {
        from = b.Dropout(from, 0.3);
        return !Halves(b, from) ? from
            : average ? b.AveragePooling(from)
            : b.MaxPooling(from, 3, 2, 1, ceiling: true);
    }

    private static string Bottleneck(BlueprintBuilder b, string from, int width, int kernel, bool norm) =>
        Residual(b, Residual(b, from, width, kernel, norm), width, 1, norm);

    private static bool Halves(BlueprintBuilder b, string layer) => Math.Min(b[layer].Height, b[layer].Width) >= 2;
}
