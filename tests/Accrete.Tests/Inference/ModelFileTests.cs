using Accrete.Blueprints;
using Accrete.Datasets;
using Accrete.Files;
using Accrete.Files.Tensors;
using Accrete.Inference;
using Accrete.Tests.Growth;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Accrete.Tests.Inference;

public sealed class ModelFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_model_comes_back_with_the_same_logits_classes_and_preprocessing()
    {
        using var scope = NewDisposeScope();
        var path = WriteSome();
        using var written = Some();
        var network = written.Network;
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        var read = Model.Load(path);

        using (read.Network)
        {
            Assert.Equal(written.Classes, read.Classes);
            Assert.Equal(written.Preprocessing, read.Preprocessing);
            Assert.Equal(network.Blueprint, read.Network.Blueprint);
            var images = RandomNetworks.Images(network.Blueprint, 3, 1, ScalarType.Float32);
            network.IsTraining = false;
            read.Network.IsTraining = false;
            using var expected = network.Forward(images);
            using var actual = read.Network.Forward(images);
            Assert.Equal(expected.bytes.ToArray(), actual.bytes.ToArray());
            images.Dispose();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes()
    {
        var first = File.ReadAllBytes(WriteSome());
        Assert.Equal(first, File.ReadAllBytes(WriteSome()));
    }

    [Theory]
    [InlineData("accrete.schema", "2", "use a newer Accrete")]
    [InlineData("accrete.schema", "x", "version x")]
    [InlineData("accrete.schema", null, "'accrete.schema': it was not written by Accrete")]
    [InlineData("accrete.blueprint", null, "'accrete.blueprint'")]
    [InlineData("accrete.blueprint", "{}", "is no blueprint")]
    [InlineData("accrete.classes", null, "'accrete.classes'")]
    [InlineData("accrete.classes", "{}", "'accrete.classes' cannot be read")]
    [InlineData("accrete.classes", "null", "'accrete.classes' cannot be read")]
    [InlineData("accrete.classes", """["a"]""", "names 1 classes")]
    [InlineData("accrete.classes", """["a",null,"c"]""", "'accrete.classes' cannot be read ($[1] is null)")]
    [InlineData("accrete.preprocessing", null, "'accrete.preprocessing'")]
    [InlineData("accrete.preprocessing", "{}", "'accrete.preprocessing' cannot be read")]
    [InlineData(
        "accrete.preprocessing",
        """{"shape":{"channels":1,"height":8,"width":8},"mean":null,"deviation":[1]}""",
        "'accrete.preprocessing' cannot be read"
    )]
    [InlineData(
        "accrete.preprocessing",
        """{"shape":{"channels":1,"height":9,"width":9},"mean":[0],"deviation":[1]}""",
        "images of 1x9x9"
    )]
    [InlineData(
        "accrete.preprocessing",
        """{"shape":{"channels":1,"height":8,"width":8},"mean":[0,0],"deviation":[1]}""",
        "Mean and deviation"
    )]
    public void Metadata_that_is_missing_newer_or_wrong_is_an_error(string key, string? value, string says)
    {
        var path = WriteSome();
        Change(
            path,
            (tensors, metadata) =>
            {
                metadata.Remove(key);
                if (value is not null)
                {
                    metadata.Add(key, value);
                }
            }
        );
        Fails(path, says);
    }

    [Fact]
    public void A_tensor_that_is_missing_or_of_another_shape_is_an_error()
    {
        var path = WriteSome();
        Change(path, (tensors, _) => tensors.Remove("head.bias"));
        Fails(path, "'head.bias'");
        path = WriteSome();
        Change(path, (tensors, _) => tensors["head.bias"] = zeros(99));
        Fails(path, "'head.bias' is [99]");
    }

    [Fact]
    public void Random_damage_gives_a_model_or_an_error_and_nothing_else()
    {
        var path = WriteSome();
        var whole = File.ReadAllBytes(path);
        var header = 8 + (int)BitConverter.ToInt64(whole);
        Gen.Select(Gen.Int[8, header - 1], Gen.Char[' ', '~'])
            .Array[1, 3]
            .Sample(
                damages =>
                {
                    var bytes = whole.ToArray();
                    foreach (var (place, value) in damages)
                    {
                        bytes[place] = (byte)value;
                    }

                    File.WriteAllBytes(path, bytes);
                    try
                    {
                        Model.Load(path).Dispose();
                    }
                    catch (InvalidInputException e)
                    {
                        Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
                    }
                },
                iter: 1500,
                threads: 1
            );
    }

    internal static Model Some()
    {
        var blueprint = Architectures.Find("vgg-small").Build(new ImageShape(1, 8, 8), 3, 0.05, 0.5);
        return new Model(
            RandomNetworks.Trained(blueprint, 3, ScalarType.Float32),
            ["a", "b", "c"],
            new Preprocessing(blueprint.Input, [0.25f], [0.3f])
        );
    }

    private string WriteSome()
    {
        using var model = Some();
        model.Save(folder["model.safetensors"]);
        return folder["model.safetensors"];
    }

    private static void Change(string path, Action<Dictionary<string, Tensor>, Dictionary<string, string>> change)
    {
        using var scope = NewDisposeScope();
        using var content = SafeTensors.Read(path);
        var (tensors, metadata) = (
            new Dictionary<string, Tensor>(content.Tensors),
            new Dictionary<string, string>(content.Metadata)
        );
        change(tensors, metadata);
        AtomicFile.Write(path, stream => SafeTensors.Write(stream, tensors, metadata));
    }

    private static void Fails(string path, string says)
    {
        var error = Assert.Throws<InvalidInputException>(() => Model.Load(path));
        Assert.StartsWith($"{path}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
