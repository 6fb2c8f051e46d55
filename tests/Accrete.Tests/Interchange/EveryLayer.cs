using Accrete.Blueprints;
using Accrete.Datasets;
using Accrete.Inference;
using Accrete.Tests.Growth;
using static TorchSharp.torch;

namespace Accrete.Tests.Interchange;

/// <summary>Small networks that have layers of every kind, in every variant.</summary>
internal static class EveryLayer
{
    /// <summary>
    /// Every kind but flatten, which would leave nothing for the global mean; two layers are named as the output and a
    /// parameter are.
    /// </summary>
    public static Blueprint Averaged()
    {
        var b = new BlueprintBuilder("every", new ImageShape(3, 17, 19));
        var stem = b.Relu(
            b.BatchNorm(b.Convolution(Blueprint.Image, 8, kernel: 5, stride: 2, padding: 1), epsilon: 1e-3)
        );
        var pooled = b.MaxPooling(stem, side: 3, stride: 2, padding: 1, ceiling: true);
        var grouped = b.Relu(b.BatchNorm(b.Convolution(pooled, 12, groups: 4, bias: true)), limit: 0.7);
        var deep = b.BatchNorm(b.DepthwiseConvolution(b.DepthwiseConvolution(grouped, bias: true), kernel: 3));
        var sum = b.Add([b.ZeroChannels(pooled, 1, 3), deep, b.Dropout(grouped), grouped]);
        // A norm whose convolution has another reader, one that reads no convolution, and a convolution that nothing
        // follows.
        var shared = b.Convolution(b.BatchNorm(sum), 5, kernel: 1);
        var joined = b.Concat([b.BatchNorm(shared), shared, sum], "logits");
        var small = b.AveragePooling(joined, 2, stride: 1, name: "linear1.weight");
        b.Linear(
            b.Relu(b.BatchNorm(b.Linear(b.GlobalAveragePooling(small), 9, bias: false), name: "norm of features")),
            4
        );
        return b.Build();
    }

    /// <summary>A norm on the image itself, pools that leave pixels out, and a flatten.</summary>
    public static Blueprint Flattened()
    {
        var b = new BlueprintBuilder("flat", new ImageShape(1, 11, 8));
        var normed = b.MaxPooling(b.BatchNorm(Blueprint.Image), side: 2, stride: 3, ceiling: true);
        var wide = b.AveragePooling(b.Convolution(normed, 6, kernel: 2, padding: 1, bias: true), 2);
        b.Linear(b.Dropout(b.Flatten(b.MaxPooling(wide, side: 1, stride: 2, ceiling: true))), 3, bias: false);
        return b.Build();
    }

    public static Model Model(Blueprint blueprint)
    {
        var channels = blueprint.Input.Channels;
        return new Model(
            RandomNetworks.Trained(blueprint, 5, ScalarType.Float32),
            [.. Enumerable.Range(0, blueprint.Classes).Select(i => $"class {i}, \"ä\"")],
            new Preprocessing(
                blueprint.Input,
                [.. Enumerable.Range(1, channels).Select(i => 0.2f * i)],
                [.. Enumerable.Range(1, channels).Select(i => 0.1f * i)]
            )
        );
    }
}
