using Accrete.Datasets;
using Accrete.Inference;
using Accrete.Robustness;
using Accrete.Robustness.Corruptions;
using Accrete.Robustness.Detection;
using Accrete.Tests.Robustness.Detection;

namespace Accrete.Tests.Robustness;

public sealed class StudyIdentityTests : IDisposable
{
    private readonly Dataset data = MadeFamily.Data(12, 12);
    private readonly Dataset more = MadeFamily.Data(12, 15);
    private readonly IReadOnlyList<Model> models = MadeFamily.Models(8, 12, 12);

    public void Dispose()
    {
        data.Dispose();
        more.Dispose();
        foreach (var model in models)
        {
            model.Dispose();
        }
    }

    [Fact]
    public void Whatever_changes_a_number_of_a_detection_is_in_it()
    {
        // A new setting is to be tried here too.
        Assert.Equal(
            ["AwareStarts", "AwareSteps", "Chosen", "Epsilon", "Questions", "Steps"],
            Settings(typeof(AttackSettings))
        );
        Assert.Equal(
            ["Ensemble", "FalsePositiveRate", "Images", "Other", "Surrogate"],
            Settings(typeof(DetectionStudy)).Except([nameof(DetectionStudy.MostKept)])
        );
        var settings = new AttackSettings(0.1);

        AssertAllDiffer(
            Of().Identity(),
            Of(seed: 2).Identity(),
            Of(images: more).Identity(),
            Of(lineage: [models[1], models[0]]).Identity(),
            Of(settings with { AwareStarts = 3 }).Identity(),
            Of(settings with { AwareSteps = 3 }).Identity(),
            Of(settings with { Chosen = ["pgd"] }).Identity(),
            Of(new AttackSettings(0.2)).Identity(),
            Of(settings with { Questions = 3 }).Identity(),
            Of(settings with { Steps = 3 }).Identity(),
            new DetectionStudy("run", [.. models.Take(2)], data, settings, 1)
            {
                Ensemble = [("other", models[2])],
            }.Identity(),
            new DetectionStudy("run", [.. models.Take(2)], data, settings, 1) { FalsePositiveRate = 0.1 }.Identity(),
            new DetectionStudy("run", [.. models.Take(2)], data, settings, 1) { Images = 7 }.Identity(),
            new DetectionStudy("run", [.. models.Take(2)], data, settings, 1) { Other = more }.Identity(),
            new DetectionStudy("run", [.. models.Take(2)], data, settings, 1)
            {
                Surrogate = ("other", models[2]),
            }.Identity()
        );
        // Where the run lies changes nothing.
        Assert.Equal(Of().Identity(), new DetectionStudy("moved", [.. models.Take(2)], data, settings, 1).Identity());

        DetectionStudy Of(
            AttackSettings? other = null,
            int seed = 1,
            Dataset? images = null,
            IReadOnlyList<Model>? lineage = null
        ) => new("run", lineage ?? [.. models.Take(2)], images ?? data, other ?? settings, seed);
    }

    [Fact]
    public void Whatever_changes_a_number_of_an_evaluation_is_in_it()
    {
        // What runs learned from is counted anew each time.
        Assert.Equal(["Corruptions", "Images", "Learned", "Noise", "Published"], Settings(typeof(RobustnessStudy)));

        AssertAllDiffer(
            new RobustnessStudy([("a", models[1])], data, 1).Identity(),
            new RobustnessStudy([("a", models[1])], data, 2).Identity(),
            new RobustnessStudy([("a", models[1])], more, 1).Identity(),
            new RobustnessStudy([("a", models[2])], data, 1).Identity(),
            new RobustnessStudy([("a", models[1]), ("b", models[2])], data, 1).Identity(),
            new RobustnessStudy([("a", models[1])], data, 1) { Corruptions = [CommonCorruptions.All[0]] }.Identity(),
            new RobustnessStudy([("a", models[1])], data, 1) { Images = 5 }.Identity(),
            new RobustnessStudy([("a", models[1])], data, 1) { Noise = false }.Identity()
        );
    }

    private static IEnumerable<string> Settings(Type type) =>
        type.GetProperties().Where(p => p.GetMethod is { IsStatic: false }).Select(p => p.Name).Order();

    private static void AssertAllDiffer(params IReadOnlyDictionary<string, string>[] identities) =>
        Assert.Equal(
            identities.Length,
            identities.Select(i => string.Join('\n', i.Select(p => $"{p.Key}={p.Value}"))).Distinct().Count()
        );
}
