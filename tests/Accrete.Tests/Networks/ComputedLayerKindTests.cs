using Accrete.Blueprints;
using Accrete.Datasets;
using Accrete.Growth;
using Accrete.Inference;
using Accrete.Interchange;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Tests.Networks;

public sealed class ComputedLayerKindTests : IDisposable
{
    private static readonly ImageShape Image = new(1, 8, 8);

    private readonly TemporaryFolder folder = new();

    public ComputedLayerKindTests() => ComputedLayerKind.Register(new Scaled());

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_blueprint_with_it_is_written_and_read_back()
    {
        var blueprint = Scaling(4);

        Assert.Equal(blueprint, BlueprintJson.Read(BlueprintJson.Write(blueprint), "test"));
        Assert.Equal(4, blueprint.Parameters.Single(p => p.Name == "scaled.weight").Count);
    }

    [Fact]
    public void It_is_computed_trained_and_grown_exactly()
    {
        using var scope = NewDisposeScope();
        using var network = new Network(Scaling(4), new Seed(1), ScalarType.Float64) { IsTraining = false };
        using (no_grad())
        {
            network.State["scaled.weight"].copy_(arange(1, 5, ScalarType.Float64));
        }

        var images = randn(3, 1, 8, 8, ScalarType.Float64);
        var logits = network.Forward(images);
        var before = network.Observe(images, ["conv", "scaled"]);
        var factors = arange(1, 5, ScalarType.Float64).view(1, 4, 1, 1) * 0.5;
        Assert.True((before["conv"] * factors).allclose(before["scaled"]));

        logits.sum().backward();
        Assert.NotEqual(0, network.State["scaled.weight"].grad!.count_nonzero().item<long>());

        using var wide = Widen.To(network, null, Scaling(7), new Seed(2), new GrowthSettings { LeastShare = 0.2 });
        Assert.True(logits.allclose(wide.Network.Forward(images), 1e-9));
    }

    [Fact]
    public void A_model_with_it_is_stored_and_no_ONNX()
    {
        using var model = new Model(
            new Network(Scaling(4), new Seed(1)),
            ["a", "b"],
            new Preprocessing(Image, [0.5f], [0.5f])
        );
        model.Save(folder["m.safetensors"]);

        using var read = Model.Load(folder["m.safetensors"]);
        Assert.Equal(model.Network.Blueprint, read.Network.Blueprint);
        var error = Assert.Throws<InvalidInputException>(() => OnnxFile.Write(folder["m.onnx"], model));
        Assert.StartsWith("layer 'scaled': there is no ONNX operator", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["m.onnx"]));
    }

    [Theory]
    [InlineData("unknown", 0.5, "layer 'scaled': its kind 'unknown' is not known here")]
    [InlineData("scaled", double.NaN, "layer 'scaled': setting 'factor' is no finite number")]
    public void What_it_cannot_be_is_refused(string kind, double factor, string says)
    {
        var b = new BlueprintBuilder("x", Image);
        var settings = new Dictionary<string, double> { ["factor"] = factor };

        var error = Assert.Throws<InvalidInputException>(() => b.Custom(Blueprint.Image, kind, settings, "scaled"));
        Assert.StartsWith(says, error.Message, StringComparison.Ordinal);
    }

    private static Blueprint Scaling(int width)
    {
        var b = new BlueprintBuilder("scaling", Image);
        var settings = new Dictionary<string, double> { ["factor"] = 0.5 };
        var scaled = b.Custom(b.Convolution(Blueprint.Image, width, name: "conv"), "scaled", settings, "scaled");
        b.Linear(b.GlobalAveragePooling(b.Relu(scaled)), 2);
        return b.Build();
    }

    private sealed class Scaled : ComputedLayerKind
    {
        public override string Name => "scaled";

        public override IReadOnlyList<ParameterSpec> Parameters(
            string layer,
            ImageShape input,
            IReadOnlyDictionary<string, double> settings
        ) => [new ParameterSpec($"{layer}.weight", [input.Channels], [AxisRole.Output])];

        public override Tensor Compute(
            Tensor input,
            IReadOnlyDictionary<string, double> settings,
            Func<string, Tensor> parameter,
            bool isTraining
        ) => input * parameter("weight").view(1, -1, 1, 1) * settings["factor"];
    }
}
