using Accrete.Files.Tensors;
using Accrete.Robustness.Detection;
using Accrete.Storage;
using Accrete.Tests.Cumulative;
using static TorchSharp.torch;

namespace Accrete.Tests.Storage;

public sealed class DetectorFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_again_it_finds_the_same_suspicion()
    {
        var (pixels, before) = Written();
        using (pixels)
        using (var inference = DetectorFile.Read(folder["run"]))
        {
            Assert.Equal(0.1, inference.FalsePositiveRate);
            Assert.Equal(before, inference.Ask(pixels).Suspicion);
            Assert.Equal(new PromisedRate(21, before.Count(s => s > 0.9)), inference.Promise);
        }
    }

    [Fact]
    public void Beside_other_networks_it_is_refused()
    {
        Written().Pixels.Dispose();
        var stages = Directory.GetFiles(folder["run/stages"], "model.safetensors", SearchOption.AllDirectories);
        File.Copy(stages[1], stages[0], overwrite: true);
        AssertRefused("belongs to other networks than those beside it");
    }

    [Fact]
    public void What_is_missing_or_damaged_is_named()
    {
        Written().Pixels.Dispose();
        var path = folder["run/detector.safetensors"];
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^3]);
        AssertRefused("detector.safetensors");
        File.WriteAllBytes(path, bytes);
        Change(name => name == "calibration/doubt" ? "calibration/trust" : name, (_, values) => values);
        AssertRefused("tensor 'calibration/doubt' is missing");
        File.Delete(path);
        AssertRefused("has no detector yet; make it with 'accrete detect");
    }

    [Fact]
    public void A_layer_without_a_deviation_is_refused()
    {
        Written().Pixels.Dispose();
        var changed = false;
        Change(
            name => name,
            (name, values) =>
                changed || !(changed = name.EndsWith("/distance", StringComparison.Ordinal))
                    ? values
                    : tensor(new[] { 1f, 0 })
        );
        AssertRefused("/distance' has a deviation of 0");
    }

    [Fact]
    public void Counts_of_images_may_be_missing_but_not_be_wrong()
    {
        Written().Pixels.Dispose();
        Say("22");
        AssertRefused("22 of 21 images lie above its threshold");
        Say("-1");
        AssertRefused("'accrete.calibrationImagesAbove' is -1");
        Change(
            name => name,
            (_, values) => values,
            metadata => metadata.Where(m => !m.Key.StartsWith("accrete.calibrationImages", StringComparison.Ordinal))
        );
        using var inference = DetectorFile.Read(folder["run"]);
        Assert.Null(inference.Promise);

        void Say(string above) =>
            Change(
                name => name,
                (_, values) => values,
                metadata =>
                    metadata.Select(m =>
                        m.Key == "accrete.calibrationImagesAbove" ? KeyValuePair.Create(m.Key, above) : m
                    )
            );
    }

    private (Tensor Pixels, IReadOnlyList<double> Suspicion) Written()
    {
        using var data = TinyRuns.Data();
        TinyRuns.Run(folder["run"], TinyRuns.Plan(), data);
        var models = StoredRun.ReadLineage(folder["run"]);
        using var inference = MutualInference.Learn(new Family(models), data, [.. Enumerable.Range(0, 21)], 0.1);
        foreach (var model in models)
        {
            model.Dispose();
        }

        DetectorFile.Write(folder["run"], inference);
        var pixels = (data.Test.Images.to_type(ScalarType.Float32) / 255).DetachFromDisposeScope();
        return (pixels, inference.Ask(pixels).Suspicion);
    }

    private void Change(
        Func<string, string> name,
        Func<string, Tensor, Tensor> values,
        Func<IEnumerable<KeyValuePair<string, string>>, IEnumerable<KeyValuePair<string, string>>>? metadata = null
    )
    {
        var path = folder["run/detector.safetensors"];
        using var scope = NewDisposeScope();
        using var content = SafeTensors.Read(path);
        using var file = File.Create(path);
        SafeTensors.Write(
            file,
            content.Tensors.ToDictionary(t => name(t.Key), t => values(t.Key, t.Value)),
            (metadata?.Invoke(content.Metadata) ?? content.Metadata).ToDictionary()
        );
    }

    private void AssertRefused(string says) =>
        Assert.Contains(
            says,
            Assert.Throws<InvalidInputException>(() => DetectorFile.Read(folder["run"])).Message,
            StringComparison.Ordinal
        );
}
