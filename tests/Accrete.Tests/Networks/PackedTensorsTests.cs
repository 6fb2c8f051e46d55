using Accrete.Blueprints;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Tests.Networks;

public sealed class PackedTensorsTests
{
    private static readonly ParameterSpec[] Specs =
    [
        Spec("a", 3, 2, 3, 3),
        Spec("b", 5),
        Spec("c", 7, 11),
        Spec("d", 16),
    ];

    [Fact]
    public void Tensors_lie_apart_and_share_the_memory_of_one()
    {
        using var scope = NewDisposeScope();
        using var packed = new PackedTensors(Specs, ScalarType.Float64, CPU);
        foreach (var (spec, number) in Specs.Select((s, i) => (s, i + 1)))
        {
            packed.Part(packed.All, spec.Name).fill_(number);
        }

        Assert.Equal(["a", "b", "c", "d"], packed.Names);
        Assert.All(
            Specs.Select((s, i) => (s, i + 1)),
            s =>
            {
                Assert.Equal(s.s.Shape, packed.Part(packed.All, s.s.Name).shape);
                Assert.Equal(s.s.Count, packed.All.eq(s.Item2).sum().item<long>());
            }
        );
        Assert.Equal(packed.All.numel() - Specs.Sum(s => s.Count), packed.All.eq(0).sum().item<long>());
    }

    [Fact]
    public void Each_begins_on_a_line_of_the_cache_in_its_own_memory_order()
    {
        using var scope = NewDisposeScope();
        using var packed = new PackedTensors(Specs, ScalarType.Float32, CPU);

        Assert.Equal([0, 64, 80, 160], Specs.Select(s => packed.Part(packed.All, s.Name).storage_offset()));
        Assert.Equal([18, 1, 6, 2], packed.Part(packed.All, "a").stride());
        Assert.Equal([11, 1], packed.Part(packed.All, "c").stride());
    }

    [Fact]
    public void Nothing_can_be_packed_too()
    {
        using var packed = new PackedTensors([], ScalarType.Float32, CPU);

        Assert.Equal(0, packed.All.numel());
    }

    private static ParameterSpec Spec(string name, params long[] shape) =>
        new(name, shape, [.. shape.Select(_ => AxisRole.Fixed)]);
}
