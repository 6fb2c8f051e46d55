using Accrete.Inference;
using Accrete.Storage;
using Accrete.Tests.Datasets;
using SkiaSharp;

namespace Accrete.Fuzz.Targets;

/// <summary>A model, and its answer to an image.</summary>
internal sealed class ModelTarget() : FileTarget("model.safetensors", "model.safetensors")
{
    private static readonly byte[] Image = Made.Png(8, 8, (x, y) => new SKColor((byte)(20 * x), (byte)(20 * y), 7));

    public override IReadOnlyList<Mutation> Structure { get; } = SafeTensorsFile.All;

    protected override void Read(string path, CancellationToken stop)
    {
        using var model = Model.Load(path);
        var image = Workshop.Written("image.png", Image);
        using var predictor = new Predictor(model);
        _ = predictor.Predict([image], stop).Count();
    }

    protected override IEnumerable<byte[]> Make() =>
        StoredRun
            .LineageFiles(Workshop.RunFolder)
            .SelectMany(f => SafeTensorsFile.WithAndWithoutSum(File.ReadAllBytes(f)));
}
