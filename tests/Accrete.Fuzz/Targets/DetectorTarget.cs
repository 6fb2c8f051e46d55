using Accrete.Robustness.Detection;
using Accrete.Storage;
using static TorchSharp.torch;

namespace Accrete.Fuzz.Targets;

/// <summary>What a run learned to notice attacks, and its answer to an image.</summary>
internal sealed class DetectorTarget() : Target("detector", 0.1)
{
    public override IReadOnlyList<Mutation> Structure { get; } = SafeTensorsFile.All;

    public override void Run(byte[] input, CancellationToken stop)
    {
        File.WriteAllBytes(Path.Combine(Workshop.RunFolder, DetectorFile.FileName), input);
        using var scope = NewDisposeScope();
        using var inference = DetectorFile.Read(Workshop.RunFolder);
        inference.Ask(Workshop.Images.Test.Images.narrow(0, 0, 2).to_type(ScalarType.Float32) / 255);
    }

    protected override IEnumerable<byte[]> Make()
    {
        var models = StoredRun.ReadLineage(Workshop.RunFolder);
        try
        {
            using var scope = NewDisposeScope();
            using var inference = MutualInference.Learn(
                new Family(models),
                Workshop.Images,
                [.. Enumerable.Range(0, 21)],
                0.1
            );
            DetectorFile.Write(Workshop.RunFolder, inference);
        }
        finally
        {
            foreach (var model in models)
            {
                model.Dispose();
            }
        }

        return SafeTensorsFile.WithAndWithoutSum(
            File.ReadAllBytes(Path.Combine(Workshop.RunFolder, DetectorFile.FileName))
        );
    }
}
