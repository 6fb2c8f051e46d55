using Accrete.Blueprints;
using Accrete.Datasets;
using Accrete.Inference;
using Accrete.Interchange;
using Accrete.Tests.Growth;
using Accrete.Tests.Peers;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace Accrete.Tests.Interchange;

/// <summary>Every named architecture as ONNX, on real images.</summary>
public sealed class NamedOnnxTests(SampleImages sample) : IClassFixture<SampleImages>, IDisposable
{
    private const int Images = 4;

    // The last maps of a VGG have one pixel: of fewer images the variances would be small by chance, and enlarge what
    // is rounded.
    private const int CalibrationImages = 32;

    // Of a network with more parameters the checker gets a narrow member: it looks at the graph, and reads the weights
    // for long.
    private const long MostChecked = 3_000_000;

    private static readonly ImageShape Large = new(3, 224, 224);

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Names => [.. Architectures.Names];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Onnx_Runtime_gives_the_same_logits_on_real_images(string name)
    {
        using var scope = NewDisposeScope();
        CheckLogits(Architectures.Find(name).Build(sample.Preprocessing.Shape, sample.Classes.Count));
    }

    [Theory]
    [MemberData(nameof(NamedArchitecturesTests.LargeNames), MemberType = typeof(NamedArchitecturesTests))]
    [Trait("speed", "slow")]
    public void Onnx_Runtime_gives_the_same_logits_at_224_pixels_and_the_checker_accepts_it(string name)
    {
        Slow.SkipUnlessWanted();
        using var scope = NewDisposeScope();
        CheckLogits(Architectures.Find(name).Build(Large, 1000));
        OnnxPeer.SkipUnlessThere();
        OnnxPeer.Check(folder["False.onnx"], folder["True.onnx"]);
    }

    [Fact]
    public void The_checker_of_ONNX_accepts_them_all()
    {
        OnnxPeer.SkipUnlessThere();
        using var scope = NewDisposeScope();
        foreach (var name in Architectures.Names)
        {
            var architecture = Architectures.Find(name);
            var full = architecture.Build(sample.Preprocessing.Shape, sample.Classes.Count);
            using var model = Made(
                full.ParameterCount > MostChecked ? architecture.Build(full.Input, full.Classes, 0.1) : full
            );
            OnnxFile.Write(folder[$"{name}.onnx"], model);
        }

        var read = OnnxPeer.Check([.. Architectures.Names.Select(n => folder[$"{n}.onnx"])]);

        Assert.All(read, r => Assert.Equal("""["logits", "N", 10]""", r.GetProperty("output").GetRawText()));
    }

    private void CheckLogits(Blueprint blueprint)
    {
        using var nothing = no_grad();
        using var model = Made(blueprint);
        var images = sample.Normalised(blueprint.Input, Images);
        var logits = model.Network.Forward(images);
        // Where images are not told apart, nothing would be proved.
        Assert.InRange(logits.std(0).mean().ToSingle(), 0.02f, 50f);
        var expected = logits.data<float>().ToArray();
        foreach (var fold in new[] { false, true })
        {
            OnnxFile.Write(folder[$"{fold}.onnx"], model, new OnnxOptions(FoldNorms: fold));
            var actual = Run(folder[$"{fold}.onnx"], images);
            Assert.Equal(expected.Length, actual.Length);
            var change = expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max() / expected.Max(Math.Abs);
            WidenTests.Log($"{change:g3}, scale {expected.Max(Math.Abs):g3}");
            Assert.True(change < 1e-4, $"folded {fold}: {change}");
        }
    }

    private Model Made(Blueprint blueprint)
    {
        var channels = blueprint.Input.Channels;
        var (mean, deviation) = (sample.Preprocessing.Mean[0], sample.Preprocessing.Deviation[0]);
        return new Model(
            CalibratedNetworks.Make(blueprint, sample.Normalised(blueprint.Input, CalibrationImages)),
            [.. Enumerable.Range(0, blueprint.Classes).Select(c => $"{c}")],
            new Preprocessing(
                blueprint.Input,
                [.. Enumerable.Repeat(mean, channels)],
                [.. Enumerable.Repeat(deviation, channels)]
            )
        );
    }

    private static float[] Run(string path, Tensor images)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(path, options);
        using var input = OrtValue.CreateTensorValueFromMemory(
            images.contiguous().data<float>().ToArray(),
            images.shape
        );
        using var run = new RunOptions();
        using var results = session.Run(run, [OnnxFile.Input], [input], [OnnxFile.Output]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
