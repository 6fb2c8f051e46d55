using Accrete.Storage;
using Accrete.Tests.Datasets;
using Accrete.Training;
using SkiaSharp;

namespace Accrete.Fuzz.Targets;

/// <summary>A model, and its answer to an image.</summary>
internal sealed class ModelTarget() : FileTarget("model.safetensors", "model.safetensors")
{
    private static readonly byte[] Image = Made.Png(8, 8, (x, y) => new SKColor((byte)(20 * x), (byte)(20 * y), 7));

    public override IReadOnlyList<Mutation> Structure { get; } = SafeTensorsFile.All;

    protected override void Read(string path, CancellationToken stop)
    {
        var model = ModelFile.Read(path);
        using var network = model.Network;
        var image = Workshop.Written("image.png", Image);
        _ = new Predictor(model).Predict([image], stop).Count();
    }

    protected override IEnumerable<byte[]> Make() =>
        StoredRun
            .LineageFiles(Workshop.RunFolder)
            .SelectMany(f => SafeTensorsFile.WithAndWithoutSum(File.ReadAllBytes(f)));
}
