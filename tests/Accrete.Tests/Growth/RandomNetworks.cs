using Accrete.Blueprints;
using Accrete.Blueprints.Layers;
using Accrete.Networks;
using CsCheck;
using static TorchSharp.torch;

namespace Accrete.Tests.Growth;

/// <summary>Draws small random blueprints, and networks whose norms look as if they had been trained.</summary>
internal static class RandomNetworks
{
    public static readonly Gen<Blueprint> Chains =
        from channels in Gen.Int[1, 3]
        from side in Gen.Int[4, 9]
        from blocks in Gen.Select(Gen.Int[1, 5], Gen.Int[1, 2], Gen.Bool, Gen.Bool).Array[1, 3]
        from flat in Gen.Bool
        from hidden in Gen.Int[0, 4]
        from classes in Gen.Int[2, 4]
        select Chain(new ImageShape(channels, side, side), blocks, flat, hidden, classes);

    public static Network Trained(Blueprint blueprint, int seed, ScalarType type = ScalarType.Float64)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed + 1);
        var network = new Network(blueprint, new Seed((ulong)seed), type);
        foreach (var (name, tensor) in network.State.Where(s => s.Value.dim() == 1))
        {
            tensor.copy_(name.EndsWith("running_var", StringComparison.Ordinal)
                ? rand(tensor.shape[0], dtype: type, generator: generator) + 0.5
                : randn(tensor.shape[0], dtype: type, generator: generator));
        }

        return network;
    }

    public static Tensor Images(Blueprint blueprint, int count, int seed, ScalarType type = ScalarType.Float64)
    {
        using var generator = new Generator((ulong)seed + 7);
        return randn(count, blueprint.Input.Channels, blueprint.Input.Height, blueprint.Input.Width, dtype: type, generator: generator);
    }

    private static Blueprint Chain(ImageShape input, (int Width, int Kernel, bool Norm, bool Pool)[] blocks, bool flat, int hidden, int classes)
    {
        var layers = new List<Layer>();
        var last = Blueprint.Image;
        var side = input.Height;
        void Add(Layer layer)
        {
            layers.Add(layer);
            last = layer.Name;
        }

        for (var i = 0; i < blocks.Length; i++)
        {
            var (width, kernel, norm, pool) = blocks[i];
            Add(new Convolution($"conv{i}", last, width, Kernel: 2 * kernel - 1, Padding: kernel - 1, Bias: !norm));
            if (norm)
            {
                Add(new BatchNorm($"norm{i}", last));
            }

            Add(new Relu($"relu{i}", last));
            if (pool && side >= 2)
            {
                Add(new MaxPooling($"pool{i}", last));
                side /= 2;
            }
        }

        Add(flat ? new Flatten("flat", last) : new GlobalAveragePooling("average", last));
        if (hidden > 0)
        {
            Add(new Linear("hidden", last, hidden));
            Add(new Relu("hiddenRelu", last));
        }

        Add(new Linear("head", last, classes));
        return new Blueprint("random", input, layers);
    }
}
