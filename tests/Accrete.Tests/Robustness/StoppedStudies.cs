using System.Text.Json;
using System.Text.Json.Nodes;
using Accrete.Datasets;
using Accrete.Files;
using Accrete.Inference;
using Accrete.Robustness;
using Accrete.Robustness.Detection;
using Accrete.Storage;
using Accrete.Tests.Robustness.Detection;

namespace Accrete.Tests.Robustness;

/// <summary>Short studies of both kinds, made anew each time as another process would.</summary>
internal sealed class StoppedStudies : IDisposable
{
    private readonly Dataset data = MadeFamily.Data(30, 30);
    private readonly IReadOnlyList<Model> models = MadeFamily.Models(8, 12);

    /// <summary>The names of both.</summary>
    public static IReadOnlyList<string> Names { get; } = ["detection", "evaluation"];

    /// <summary>The numbers of one as JSON, without times.</summary>
    public string Run(
        string name,
        IStudyRecord? record = null,
        Action<string, double>? progress = null,
        CancellationToken stop = default
    ) =>
        name == "detection"
            ? Detect(record, progress, stop)
            : JsonSerializer.Serialize(Evaluation().Run(progress, record, stop), EvaluationOutcome.Type);

    /// <summary>What decides the numbers of one.</summary>
    public IReadOnlyDictionary<string, string> Identity(string name) =>
        name == "detection" ? Detection().Identity() : Evaluation().Identity();

    /// <summary>Opens what is kept of one, or begins.</summary>
    public StudyFile Open(string folder, string name, IDisk? disk = null) =>
        StudyFile.Open(folder, name, Identity(name), resume: true, mostImages: 1 << 20, disk ?? Disk.OfMachine);

    public void Dispose()
    {
        data.Dispose();
        foreach (var model in models)
        {
            model.Dispose();
        }
    }

    private DetectionStudy Detection() =>
        new(
            "run",
            models,
            data,
            new AttackSettings(0.3)
            {
                Steps = 2,
                AwareSteps = 2,
                Questions = 5,
                Chosen = ["fgsm", "pgd"],
            },
            1
        )
        {
            Images = 9,
        };

    private RobustnessStudy Evaluation() =>
        new([("one", models[1]), ("two", models[1])], data, 1)
        {
            Corruptions = [.. Accrete.Robustness.Corruptions.CommonCorruptions.All.Take(2)],
        };

    private string Detect(IStudyRecord? record, Action<string, double>? progress, CancellationToken stop)
    {
        var (outcome, inference) = Detection().Run(progress, record, stop);
        inference.Dispose();
        var json = JsonNode.Parse(JsonSerializer.Serialize(outcome, DetectionOutcome.Type))!;
        foreach (var cost in json["costs"]!.AsArray())
        {
            cost!.AsObject().Remove("milliseconds");
        }

        return json.ToJsonString();
    }
}
