using Accrete.Blueprints;
using Accrete.Interchange;
using Accrete.Networks;
using Accrete.Storage;
using Accrete.Tests.Growth;
using TorchSharp;
using static TorchSharp.torch;

namespace Accrete.Tests.Interchange;

public sealed class StateDictFileTests : IDisposable
{
    private static readonly Blueprint Small = Architectures.Find("vgg-small").Build(new ImageShape(3, 8, 8), 4, 0.1);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_written_comes_back_with_the_same_logits()
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Trained(Small, 3, ScalarType.Float32);
        StateDictFile.Write(folder["weights.safetensors"], network);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var file = StateDictFile.Read(folder["weights.safetensors"]))
        {
            Assert.Equal(4, file.ClassesOf(Small));
            using var read = file.ToNetwork(Small);
            Assert.Equal(Logits(network), Logits(read));
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData(ScalarType.Float16, 1e-2)]
    [InlineData(ScalarType.BFloat16, 1e-1)]
    [InlineData(ScalarType.Float64, 1e-6)]
    public void Other_floating_point_numbers_become_float32_and_counts_of_steps_are_passed_over(ScalarType type, double near)
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Trained(Small, 3, ScalarType.Float32);
        var path = Changed(network, tensors =>
        {
            foreach (var (name, tensor) in tensors.ToArray())
            {
                tensors[name] = tensor.to_type(type);
            }

            tensors["norm1_1.num_batches_tracked"] = tensor(7L);
        });

        using var file = StateDictFile.Read(path);
        using var read = file.ToNetwork(Small);

        Assert.Equal(ScalarType.Float32, read.State["head.weight"].dtype);
        var expected = Logits(network);
        Assert.All(expected.Zip(Logits(read)), pair => Assert.Equal(pair.First, pair.Second, near * expected.Max(Math.Abs)));
    }

    [Fact]
    public void What_does_not_fit_is_named_with_its_shape()
    {
        using var scope = NewDisposeScope();
        using var network = new Network(Small, new Seed(1));
        var prefix = "does not fit vgg-small for 3x8x8 and 4 classes: ";

        Fails(network, t => t.Remove("head.bias"), prefix + "tensor 'head.bias' [4] is missing.");
        Fails(network, t => t["head.bias"] = zeros(2, 3), prefix + "tensor 'head.bias' is [2, 3] and should be [4].");
        Fails(network, t => t["head.bias"] = zeros(4, dtype: ScalarType.Int64), prefix + "tensor 'head.bias' holds numbers of type Int64, not floating-point ones.");
        Fails(network, t => t["tail.bias"] = zeros(3), prefix + "tensor 'tail.bias' [3] is not known.");
        Fails(network, t => t["norm1_1.num_batches_tracked"] = zeros(1), null);
        Fails(network, t => t.Clear(), prefix + "tensor 'conv1_1.weight' [3, 3, 3, 3] is missing; tensor 'norm1_1.weight' [3] is missing; tensor 'norm1_1.bias' [3] is missing; and 29 more.");
    }

    [Fact]
    public void The_number_of_classes_needs_the_last_layers_weights()
    {
        using var scope = NewDisposeScope();
        using var network = new Network(Small, new Seed(1));
        NoClasses(Changed(network, t => t.Remove("head.weight")), "there is no tensor 'head.weight', of which vgg-small has a row for each class");
        NoClasses(Changed(network, t => t["head.weight"] = zeros(7)), "tensor 'head.weight' is [7], of which vgg-small has a row for each class");
    }

    private static void NoClasses(string path, string says)
    {
        using var file = StateDictFile.Read(path);
        var error = Assert.Throws<InvalidInputException>(() => file.ClassesOf(Small));
        Assert.StartsWith($"{path}: {says}", error.Message, StringComparison.Ordinal);
    }

    private void Fails(Network network, Action<Dictionary<string, Tensor>> change, string? says)
    {
        var path = Changed(network, change);
        using var file = StateDictFile.Read(path);
        var error = Record.Exception(() => file.ToNetwork(Small).Dispose());
        Assert.Equal(says is null ? null : $"{path}: {says}", error?.Message);
        Assert.True(error is null or InvalidInputException);
    }

    private string Changed(Network network, Action<Dictionary<string, Tensor>> change)
    {
        var tensors = new Dictionary<string, Tensor>(network.State);
        change(tensors);
        AtomicFile.Write(folder["changed.safetensors"], stream => SafeTensors.Write(stream, tensors, new Dictionary<string, string>()));
        return folder["changed.safetensors"];
    }

    private static float[] Logits(Network network)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        network.eval();
        return network.forward(RandomNetworks.Images(Small, 3, 1, ScalarType.Float32)).data<float>().ToArray();
    }
}
