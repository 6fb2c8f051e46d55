using System.Text.RegularExpressions;
using Accrete.Blueprints;
using Accrete.Files;
using Accrete.Files.Tensors;
using Accrete.Interchange;
using Accrete.Networks;
using Accrete.Tests.Growth;
using TorchSharp;
using static TorchSharp.torch;

namespace Accrete.Tests.Interchange;

public sealed partial class StateDictFileTests : IDisposable
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
    public void Other_floating_point_numbers_become_float32_and_counts_of_steps_are_passed_over(
        ScalarType type,
        double near
    )
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Trained(Small, 3, ScalarType.Float32);
        var path = Changed(
            network,
            tensors =>
            {
                foreach (var (name, tensor) in tensors.ToArray())
                {
                    tensors[name] = tensor.to_type(type);
                }

                tensors["norm1_1.num_batches_tracked"] = tensor(7L);
            }
        );

        using var file = StateDictFile.Read(path);
        using var read = file.ToNetwork(Small);

        Assert.Equal(ScalarType.Float32, read.State["head.weight"].dtype);
        var expected = Logits(network);
        Assert.All(
            expected.Zip(Logits(read)),
            pair => Assert.Equal(pair.First, pair.Second, near * expected.Max(Math.Abs))
        );
    }

    [Fact]
    public void What_does_not_fit_is_named_with_its_shape()
    {
        using var scope = NewDisposeScope();
        using var network = new Network(Small, new Seed(1));
        var prefix = "does not fit vgg-small for 3x8x8 and 4 classes: ";

        Fails(network, t => t.Remove("head.bias"), prefix + "tensor 'head.bias' [4] is missing.");
        Fails(network, t => t["head.bias"] = zeros(2, 3), prefix + "tensor 'head.bias' is [2, 3] and should be [4].");
        Fails(
            network,
            t => t["head.bias"] = zeros(4, dtype: ScalarType.Int64),
            prefix + "tensor 'head.bias' holds numbers of type I64, not floating-point ones of 16 bits or more."
        );
        Fails(network, t => t["tail.bias"] = zeros(3), prefix + "tensor 'tail.bias' [3] is not known.");
        Fails(network, t => t["norm1_1.num_batches_tracked"] = zeros(1), null);
        Fails(
            network,
            t => t.Clear(),
            prefix
                + "tensor 'conv1_1.weight' [3, 3, 3, 3] is missing; tensor 'norm1_1.weight' [3] is missing; "
                + "tensor 'norm1_1.bias' [3] is missing; and 29 more are missing."
        );
    }

    [Theory]
    [InlineData("module.", "'module.'")]
    [InlineData("model.", "'model.'")]
    [InlineData("_orig_mod.", "'_orig_mod.'")]
    [InlineData("state_dict.", "'state_dict.'")]
    [InlineData("module._orig_mod.", "'module.', '_orig_mod.'")]
    [InlineData("state_dict.model.module.", "'module.', 'state_dict.model.'")]
    [InlineData("_orig_mod.my_net.backbone.", "'_orig_mod.', 'my_net.backbone.'")]
    public void What_stands_before_every_name_is_left_out(string prefix, string told)
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Trained(Small, 3, ScalarType.Float32);
        var path = Changed(network, t => Renamed(t, name => prefix + name, ("n_averaged", tensor(7L))));

        using var file = StateDictFile.Read(path);
        Assert.Equal(4, file.ClassesOf(Small));
        using var read = file.ToNetwork(Small);

        Assert.Equal(Logits(network), Logits(read));
        Assert.Equal(
            [
                $"what held the network in training was left out of the names of tensors: {told}.",
                "tensors that no layer needs, of numbers that are no floating-point ones, were left out: 'n_averaged'.",
            ],
            file.LeftOut(Small)
        );
    }

    [Fact]
    public void What_holds_a_part_of_the_network_is_left_out_too()
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Trained(Small, 3, ScalarType.Float32);
        var path = Changed(
            network,
            t => Renamed(t, name => name.Replace(".weight", ".module.weight", StringComparison.Ordinal))
        );

        using var file = StateDictFile.Read(path);
        using var read = file.ToNetwork(Small);

        Assert.Equal(Logits(network), Logits(read));
    }

    [Fact]
    public void Names_that_do_not_all_begin_alike_stay_as_they_are()
    {
        using var scope = NewDisposeScope();
        using var network = new Network(Small, new Seed(1));
        var prefix =
            "does not fit vgg-small for 3x8x8 and 4 classes: tensor 'conv1_1.weight' [3, 3, 3, 3] is missing; ";
        Fails(
            network,
            t => Renamed(t, name => name.StartsWith("conv1_1", StringComparison.Ordinal) ? $"encoder.{name}" : name),
            prefix + "tensor 'encoder.conv1_1.weight' [3, 3, 3, 3] is not known."
        );
        Fails(
            network,
            t => t["module.head.bias"] = zeros(4),
            "tensors 'head.bias' and 'module.head.bias' are both 'head.bias' without what training put around "
                + "the network; leave one of them out."
        );
    }

    [Fact]
    public void Numbers_that_are_not_read_matter_only_where_a_layer_needs_them()
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Trained(Small, 3, ScalarType.Float32);
        // The type of some is written over, with as many bits for other numbers, and the checksum is one no more.
        var path = Changed(
            network,
            t => (t["mask"], t["ids"]) = (zeros(3, dtype: ScalarType.Byte), zeros(3, dtype: ScalarType.Int64))
        );
        var bytes = File.ReadAllText(path, System.Text.Encoding.Latin1)
            .Replace(FileSum.Key, "another.sha256", StringComparison.Ordinal);

        File.WriteAllText(
            path,
            bytes.Replace("\"mask\":{\"dtype\":\"U8\"", "\"mask\":{\"dtype\":\"I8\"", StringComparison.Ordinal),
            System.Text.Encoding.Latin1
        );
        using (var file = StateDictFile.Read(path))
        using (var read = file.ToNetwork(Small))
        {
            Assert.Equal(Logits(network), Logits(read));
            Assert.Equal(
                [
                    "tensors that no layer needs, of numbers that are no floating-point ones, were left out: "
                        + "'mask', 'ids'.",
                ],
                file.LeftOut(Small)
            );
        }

        File.WriteAllText(
            path,
            bytes.Replace(
                "\"head.bias\":{\"dtype\":\"F32\"",
                "\"head.bias\":{\"dtype\":\"I32\"",
                StringComparison.Ordinal
            ),
            System.Text.Encoding.Latin1
        );
        using var needed = StateDictFile.Read(path);
        var error = Assert.Throws<InvalidInputException>(() => needed.ToNetwork(Small));
        Assert.EndsWith(
            "tensor 'head.bias' holds numbers of type I32, not floating-point ones of 16 bits or more.",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void DenseNet_has_the_names_of_the_files_that_torchvision_publishes()
    {
        using var scope = NewDisposeScope();
        var blueprint = Architectures.Find("densenet-bc-100").Build(new ImageShape(3, 8, 8), 4, 0.3, 0.2);
        using var network = RandomNetworks.Trained(blueprint, 3, ScalarType.Float32);
        var path = Changed(network, t => Renamed(t, name => PublishedPart().Replace(name, "$1.$2")));

        using var file = StateDictFile.Read(path);
        using var read = file.ToNetwork(blueprint);

        Assert.Empty(file.LeftOut(blueprint));
        Assert.All(network.State, t => Assert.Equal(t.Value.data<float>(), read.State[t.Key].data<float>()));
    }

    [GeneratedRegex(@"(?<=denselayer\d+\.)(norm|conv)([12])")]
    private static partial Regex PublishedPart();

    [Fact]
    public void The_number_of_classes_needs_the_last_layers_weights()
    {
        using var scope = NewDisposeScope();
        using var network = new Network(Small, new Seed(1));
        NoClasses(
            Changed(network, t => t.Remove("head.weight")),
            "there is no tensor 'head.weight', of which vgg-small has a row for each class"
        );
        NoClasses(
            Changed(network, t => t["head.weight"] = zeros(7)),
            "tensor 'head.weight' is [7], of which vgg-small has a row for each class"
        );
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
        AtomicFile.Write(
            folder["changed.safetensors"],
            stream => SafeTensors.Write(stream, tensors, new Dictionary<string, string>())
        );
        return folder["changed.safetensors"];
    }

    private static void Renamed(
        Dictionary<string, Tensor> tensors,
        Func<string, string> rename,
        params (string Name, Tensor Tensor)[] more
    )
    {
        var all = tensors.ToArray();
        tensors.Clear();
        foreach (var (name, tensor) in all)
        {
            tensors.Add(rename(name), tensor);
        }

        foreach (var (name, tensor) in more)
        {
            tensors.Add(name, tensor);
        }
    }

    private static float[] Logits(Network network)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        network.IsTraining = false;
        return network.Forward(RandomNetworks.Images(Small, 3, 1, ScalarType.Float32)).data<float>().ToArray();
    }
}
