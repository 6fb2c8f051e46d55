using Accrete.Blueprints;
using Accrete.Networks;
using CsCheck;
using static TorchSharp.torch;

namespace Accrete.Tests.Growth;

/// <summary>Draws small random blueprints, and networks whose norms look as if they had been trained.</summary>
internal static class RandomNetworks
{
    /// <summary>One block after the other, of one layer each.</summary>
    public static readonly Gen<Blueprint> Chains = Of(RandomBlocks.Plain);

    /// <summary>Chains, residuals, concats, depthwise and grouped convolutions, flatten heads, mixed.</summary>
    public static readonly Gen<Blueprint> Graphs = Of(RandomBlocks.All);

    public static Network Trained(Blueprint blueprint, int seed, ScalarType type = ScalarType.Float64)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed + 1);
        // Dropout would hide what a transformation changes.
        var network = new Network(blueprint, new Seed((ulong)seed), type) { DropsOut = false };
        foreach (var (name, tensor) in network.State.Where(s => s.Value.dim() == 1))
        {
            tensor.copy_(
                name.EndsWith("running_var", StringComparison.Ordinal)
                    ? rand(tensor.shape[0], dtype: type, generator: generator) + 0.5
                    : randn(tensor.shape[0], dtype: type, generator: generator)
            );
        }

        return network;
    }

    public static Tensor Images(Blueprint blueprint, int count, int seed, ScalarType type = ScalarType.Float64)
    {
        using var generator = new Generator((ulong)seed + 7);
        return randn(
            count,
            blueprint.Input.Channels,
            blueprint.Input.Height,
            blueprint.Input.Width,
            dtype: type,
            generator: generator
        );
    }

    public static Tensor Labels(Blueprint blueprint, int count, int seed)
    {
        using var generator = new Generator((ulong)seed + 8);
        return randint(blueprint.Classes, count, generator: generator);
    }

    private static Gen<Blueprint> Of(IReadOnlyList<RandomBlock> kinds) =>
        from channels in Gen.Int[1, 3]
        from side in Gen.Int[4, 9]
        from blocks in Gen.Select(Gen.Int[0, kinds.Count - 1], Gen.Int[1, 5], Gen.Int[1, 2], Gen.Bool).Array[1, 4]
        from flat in Gen.Bool
        from hidden in Gen.Int[0, 4]
        from classes in Gen.Int[2, 4]
        select Build(kinds, new ImageShape(channels, side, side), blocks, flat, hidden, classes);

    private static Blueprint Build(
        IReadOnlyList<RandomBlock> kinds,
        ImageShape input,
        (int Kind, int Width, int Kernel, bool Flag)[] blocks,
        bool flat,
        int hidden,
        int classes
    )
    {
        var b = new BlueprintBuilder("random", input);
        var last = Blueprint.Image;
        foreach (var (kind, width, kernel, flag) in blocks)
        {
            last = kinds[kind](b, last, width, (2 * kernel) - 1, flag);
        }

        last = flat ? b.Flatten(last) : b.GlobalAveragePooling(last);
        if (hidden > 0)
        {
            last = b.Relu(b.Linear(last, hidden));
            // A residual of features, too.
            last = flat ? last : b.Add([last, b.Linear(b.Dropout(last), hidden)]);
        }

        b.Linear(last, classes, name: "head");
        return b.Build();
    }
}
