using Accrete.Inference;
using Accrete.Reports;
using Accrete.Robustness;
using Accrete.Storage;
using static TorchSharp.torch;

namespace Accrete.Fuzz.Targets;

/// <summary>What a study that was stopped has found, with which it goes on.</summary>
internal sealed class StudyTarget() : Target("study", 0.1)
{
    private const string Results = "evaluation";

    public override IReadOnlyList<Mutation> Structure { get; } = SafeTensorsFile.All;

    public override void Run(byte[] input, CancellationToken stop)
    {
        var folder = Workshop.Empty("study");
        File.WriteAllBytes(StudyFile.PathIn(folder, Results), input);
        Run(folder, stop);
    }

    protected override IEnumerable<byte[]> Make()
    {
        var folder = Workshop.Empty("study");
        Run(folder, CancellationToken.None);
        return SafeTensorsFile.WithAndWithoutSum(File.ReadAllBytes(StudyFile.PathIn(folder, Results)));
    }

    private static void Run(string folder, CancellationToken stop)
    {
        using var model = Model.Load(Path.Combine(Workshop.RunFolder, RunFolder.ModelName));
        var network = model.Network;
        var study = new RobustnessStudy([("model", model)], Workshop.Images, 1) { Noise = false, Corruptions = [] };
        using var record = StudyFile.Open(folder, Results, study.Identity(), resume: true, mostImages: 1 << 20);
        EvaluationReport.Page(study.Run(null, record, stop));
        using var scope = NewDisposeScope();
        record.Part(
            "images",
            EvaluationJson.Default.IReadOnlyListQuality,
            () => ([], zeros(2, 1, 3, 3)),
            (_, images) => images is not null && images.dim() == 4
        );
    }
}
