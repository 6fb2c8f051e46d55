using System.Text.Json;
using Accrete.Blueprints;
using Accrete.Blueprints.Layers;
using Accrete.Inference;
using Accrete.Interchange;
using Accrete.Interchange.Onnx;
using Accrete.Tests.Peers;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace Accrete.Tests.Interchange;

public sealed class OnnxFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static MatrixTheoryData<string, bool, bool> Cases { get; } =
        new(["averaged", "flattened", "vgg-small"], [false, true], [false, true]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_layer_kind_is_in_these_tests()
    {
        // A kind that a program has added has no operator of ONNX.
        var kinds = typeof(Layer)
            .Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(Layer)) && !t.IsAbstract && t != typeof(CustomLayer));
        var used = new[] { EveryLayer.Averaged(), EveryLayer.Flattened() }
            .SelectMany(b => b.Layers)
            .Select(l => l.GetType())
            .Distinct();
        Assert.Equal(kinds.Select(k => k.Name).Order(), used.Select(k => k.Name).Order());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Onnx_Runtime_gives_the_same_logits_for_any_number_of_images(string network, bool pixels, bool fold)
    {
        using var model = Made(network);
        OnnxFile.Write(folder["model.onnx"], model, new OnnxOptions(pixels, fold));
        using var session = new InferenceSession(folder["model.onnx"]);
        foreach (var count in (int[])[1, 3])
        {
            var images = Images(model, count);
            var expected = Logits(model, images);
            var largest = expected.Max(Math.Abs);
            var actual = pixels
                ? Run(session, images, model, count)
                : Run(session, Normalised(model, images), model, count);
            Assert.Equal(expected.Length, actual.Length);
            Assert.All(
                expected.Zip(actual),
                pair => Assert.Equal(pair.First, pair.Second, 1e-4 * Math.Max(1, largest))
            );
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_checker_of_ONNX_accepts_it_and_infers_our_shapes(string network, bool pixels, bool fold)
    {
        OnnxPeer.SkipUnlessThere();
        using var model = Made(network);
        OnnxFile.Write(folder["model.onnx"], model, new OnnxOptions(pixels, fold));

        var read = Assert.Single(OnnxPeer.Check(folder["model.onnx"]));

        var blueprint = model.Network.Blueprint;
        Assert.Equal(
            (8, 17, "accrete"),
            (
                read.GetProperty("irVersion").GetInt32(),
                read.GetProperty("operatorSet").GetInt32(),
                read.GetProperty("producer").GetString()
            )
        );
        Assert.Equal(
            $"""["image", "N", {blueprint.Input.Channels}, {blueprint.Input.Height}, {blueprint.Input.Width}]""",
            read.GetProperty("input").GetRawText()
        );
        Assert.Equal($"""["logits", "N", {blueprint.Classes}]""", read.GetProperty("output").GetRawText());
        Assert.Equal(
            ["accrete.blueprint", "accrete.classes", "accrete.input", "accrete.preprocessing", "accrete.schema"],
            read.GetProperty("metadata").EnumerateArray().Select(k => k.GetString())
        );
        var values = read.GetProperty("values");
        // The last gives the logits, a dropout nothing, and two have names that others had first.
        var named = blueprint
            .Costs.SkipLast(1)
            .Where(c => c.Layer is not Dropout && c.Layer.Name is not ("logits" or "linear1.weight"))
            .ToArray();
        var found = named.Where(c => values.TryGetProperty(c.Layer.Name, out _)).ToArray();
        Assert.Equal(fold ? named.Length - Folded(blueprint) : named.Length, found.Length);
        Assert.All(found, c => Assert.Equal(c.Output.Elements, Sides(values.GetProperty(c.Layer.Name))));

        static long Sides(JsonElement shape) =>
            shape.EnumerateArray().Skip(1).Aggregate(1L, (product, side) => product * side.GetInt64());
    }

    [Fact]
    public void Folding_takes_away_the_norms_that_alone_follow_a_layer_with_weights()
    {
        using var model = Made("averaged");
        var network = model.Network;
        OnnxFile.Write(folder["model.onnx"], model, new OnnxOptions(FoldNorms: true));
        using var session = new InferenceSession(folder["model.onnx"]);

        var folded = BlueprintJson.Read(session.ModelMetadata.CustomMetadataMap["accrete.blueprint"], "metadata");

        Assert.Equal(6, network.Blueprint.Layers.OfType<BatchNorm>().Count());
        Assert.Equal(["norm4", "norm5"], folded.Layers.OfType<BatchNorm>().Select(n => n.Name));
        Assert.Equal(network.Blueprint.Classes, folded.Classes);
    }

    [Fact]
    public void Names_classes_preprocessing_and_blueprint_are_in_it()
    {
        using var model = Made("averaged");
        var network = model.Network;
        OnnxFile.Write(folder["model.onnx"], model);
        OnnxFile.Write(folder["pixels.onnx"], model, new OnnxOptions(NormalisationInside: true));
        using var session = new InferenceSession(folder["model.onnx"]);
        using var pixels = new InferenceSession(folder["pixels.onnx"]);

        var metadata = session.ModelMetadata.CustomMetadataMap;

        Assert.Equal(model.Classes, JsonSerializer.Deserialize<string[]>(metadata["accrete.classes"]));
        Assert.Equal(network.Blueprint, BlueprintJson.Read(metadata["accrete.blueprint"], "metadata"));
        Assert.Contains("\"deviation\"", metadata["accrete.preprocessing"], StringComparison.Ordinal);
        Assert.Equal(
            ("1", "normalised", "pixels"),
            (
                metadata["accrete.schema"],
                metadata["accrete.input"],
                pixels.ModelMetadata.CustomMetadataMap["accrete.input"]
            )
        );
        Assert.Equal(("accrete", "every"), (session.ModelMetadata.ProducerName, session.ModelMetadata.GraphName));
        Assert.Equal(
            (typeof(float), typeof(byte)),
            (session.InputMetadata[OnnxFile.Input].ElementType, pixels.InputMetadata[OnnxFile.Input].ElementType)
        );
        Assert.Equal(OnnxFile.Batch, session.InputMetadata[OnnxFile.Input].SymbolicDimensions[0]);
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes_and_leaves_nothing_in_memory()
    {
        using var scope = NewDisposeScope();
        using var model = Made("averaged");
        var network = model.Network;
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        OnnxFile.Write(folder["a.onnx"], model, new OnnxOptions(true, true));
        OnnxFile.Write(folder["b.onnx"], model, new OnnxOptions(true, true));

        Assert.Equal(File.ReadAllBytes(folder["a.onnx"]), File.ReadAllBytes(folder["b.onnx"]));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_message_that_is_too_large_is_refused_before_anything_is_written()
    {
        var message = new ProtoMessage().Bytes(1, 3L << 30, () => throw new InvalidOperationException("fetched"));

        var error = Assert.Throws<AccreteException>(() => OnnxFile.Write(folder["large.onnx"], message));

        Assert.StartsWith($"{folder["large.onnx"]}: would have 3.0 GiB", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Preprocessing_that_does_not_fit_is_refused()
    {
        using var model = Made("averaged");
        using var wrong = new Model(model.Network.Copy(), model.Classes, model.Preprocessing with { Mean = [0] });

        Assert.Throws<InvalidInputException>(() => OnnxFile.Write(folder["x.onnx"], wrong));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    // Every norm in these networks but two in the one and one in the other is the only reader of a layer with weights.
    private static int Folded(Blueprint blueprint) =>
        blueprint.Layers.OfType<BatchNorm>().Count()
        - blueprint.Name switch
        {
            "every" => 2,
            "flat" => 1,
            _ => 0,
        };

    private static Model Made(string network) =>
        EveryLayer.Model(
            network switch
            {
                "averaged" => EveryLayer.Averaged(),
                "flattened" => EveryLayer.Flattened(),
                _ => Architectures.Find(network).Build(new ImageShape(3, 12, 12), 5, 0.2),
            }
        );

    private static byte[] Images(Model model, int count)
    {
        var pixels = new byte[count * model.Preprocessing.Shape.Elements];
        new Random(count).NextBytes(pixels);
        return pixels;
    }

    private static float[] Normalised(Model model, byte[] pixels)
    {
        var (shape, plane) = (
            model.Preprocessing.Shape,
            model.Preprocessing.Shape.Height * model.Preprocessing.Shape.Width
        );
        return
        [
            .. pixels.Select(
                (pixel, i) =>
                    ((pixel / 255f) - model.Preprocessing.Mean[i / plane % shape.Channels])
                    / model.Preprocessing.Deviation[i / plane % shape.Channels]
            ),
        ];
    }

    private static float[] Logits(Model model, byte[] pixels)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        model.Network.IsTraining = false;
        return model
            .Network.Forward(tensor(Normalised(model, pixels), Shape(model, pixels.Length)))
            .data<float>()
            .ToArray();
    }

    private static float[] Run<T>(InferenceSession session, T[] images, Model model, int count)
        where T : unmanaged
    {
        using var input = OrtValue.CreateTensorValueFromMemory(images, Shape(model, images.Length));
        using var run = new RunOptions();
        using var results = session.Run(run, [OnnxFile.Input], [input], [OnnxFile.Output]);
        Assert.Equal([count, model.Classes.Count], results[0].GetTensorTypeAndShape().Shape);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static long[] Shape(Model model, int elements)
    {
        var shape = model.Preprocessing.Shape;
        return [elements / shape.Elements, shape.Channels, shape.Height, shape.Width];
    }

    [Fact]
    public void A_stopped_export_writes_nothing()
    {
        using var model = Made("averaged");
        var network = model.Network;
        Assert.Throws<OperationCanceledException>(() =>
            OnnxFile.Write(folder["model.onnx"], model, cancellationToken: new CancellationToken(canceled: true))
        );
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }
}
