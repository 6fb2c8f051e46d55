using System.Text.Json;
using Accrete.Cumulative.Plans;
using Accrete.Inference;
using Accrete.Robustness.Detection;
using Accrete.Storage;
using Accrete.Tests.Cumulative;

namespace Accrete.Tests.Robustness.Detection;

public sealed class DetectionStudyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Attacks_a_lineage_and_measures_every_score_on_what_succeeded()
    {
        using var data = TinyRuns.Data();
        var plan = TinyRuns.Plan() with
        {
            Stages = [new StagePlan { Width = 0.5, Epochs = 15 }, new StagePlan { Epochs = 15 }],
        };
        TinyRuns.Run(folder["run"], plan, data);
        TinyRuns.Run(folder["other"], plan with { Seed = 9 }, data);
        TinyRuns.Run(folder["third"], plan with { Seed = 7 }, data);
        using var lineage = new Opened(StoredRun.ReadLineage(folder["run"]));
        using var independent = new Opened(StoredRun.ReadLineage(folder["other"]));
        using var third = new Opened(StoredRun.ReadLineage(folder["third"]));
        var settings = new AttackSettings(0.3)
        {
            Steps = 5,
            AwareSteps = 10,
            Questions = 50,
        };
        var study = new DetectionStudy("run", lineage.Models, data, settings, 1)
        {
            Images = 9,
            Ensemble = [("other", independent.Models[^1])],
            Surrogate = ("third", third.Models[^1]),
        };
        var heard = new List<double>();

        var (outcome, inference) = study.Run((_, share) => heard.Add(share));
        inference.Dispose();
        var (again, same) = study.Run();
        same.Dispose();

        Assert.Equal(
            [
                .. AttackSettings.Names.Select(n => (n, "last")),
                ("pgd", "transfer"),
                .. AttackSettings.Names.Select(n => (n, "family")),
                ("pgd", "detector"),
                ("pgd-l2", "detector"),
            ],
            outcome.Attacks.Select(a => (n: a.Name == "pgd" && a.Norm == "l2" ? "pgd-l2" : a.Name, a.Adaptive))
        );
        var succeeded = outcome.Attacks.Where(a => a.SuccessRate > 0).ToArray();
        Assert.NotEmpty(succeeded);
        Assert.All(
            succeeded,
            a =>
            {
                Assert.Equal(
                    [
                        "mutual",
                        "layers",
                        "margin",
                        "doubt",
                        "grain",
                        "disagreement",
                        "divergence",
                        "spread",
                        "max-softmax",
                        "feature-squeezing",
                        "ensemble",
                    ],
                    a.Detectors.Select(d => d.Name)
                );
                Assert.All(a.Detectors, d => Assert.InRange(d.Auc, 0, 1));
                Assert.True(a.Epsilon is null || a.MedianSize <= a.Epsilon + 1e-5);
            }
        );
        Assert.All(outcome.Attacks.Except(succeeded), a => Assert.Empty(a.Detectors));
        Assert.Equal((12, 9, 2), (outcome.ValidationImages, outcome.CleanImages, outcome.EnsembleMembers));
        Assert.Equal(["last", "family", "early"], outcome.Costs.Select(c => c.Name));
        Assert.Equal(outcome.Members[^1].Accuracy, outcome.Costs[0].Accuracy);
        Assert.Equal(outcome.Members.Sum(m => m.ForwardMacs), outcome.Costs[1].Macs);
        Assert.True(heard.SequenceEqual(heard.Order()) && heard[^1] < 1);
        Assert.Equal(12, outcome.Promise?.Images);
        Assert.Equal(WithoutTimes(outcome), WithoutTimes(again));
        var asked = new DetectionStudy("run", lineage.Models, data, settings, 1) { FalsePositiveRate = 0.05 };
        Assert.Contains(
            "5 % needs 59 images or more to set a threshold, but half of the test images are 12",
            Assert.Throws<InvalidInputException>(() => asked.Run()).Message,
            StringComparison.Ordinal
        );
    }

    private static string WithoutTimes(DetectionOutcome outcome) =>
        JsonSerializer.Serialize(
            outcome with
            {
                Costs = [.. outcome.Costs.Select(c => c with { Milliseconds = 0 })],
            },
            DetectionOutcome.Type
        );

    private sealed record Opened(IReadOnlyList<Model> Models) : IDisposable
    {
        public void Dispose()
        {
            foreach (var model in Models)
            {
                model.Dispose();
            }
        }
    }
}
