using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Growth;
using Accrete.Pruning;
using Accrete.Storage;
using Accrete.Training;
using static TorchSharp.torch;

namespace Accrete.Tests.Cumulative;

/// <summary>
/// Runs that take a fraction of a second: 60 images of 8 x 8 pixels in three classes, three stages, 28 steps.
/// </summary>
internal static class TinyRuns
{
    public static Plan Plan(OptimiserKind kind = OptimiserKind.Sgd, PrecisionChoice precision = PrecisionChoice.Fp32) =>
        new Plan
        {
            Name = "tiny",
            Network = new NetworkPlan { Width = 0.1 },
            Stages =
            [
                new StagePlan
                {
                    Width = 0.5,
                    Depth = 0.5,
                    Data = 0.4,
                    Epochs = 2,
                },
                new StagePlan
                {
                    Width = 0.75,
                    Data = 0.7,
                    Epochs = 1.5,
                },
                new StagePlan { Epochs = 2 },
            ],
            Data = new DataPlan { Flip = true, Crop = 1 },
            Optimiser = new OptimiserSettings
            {
                Kind = kind,
                Rate = kind == OptimiserKind.Sgd ? 0.05 : 0.003,
                Batch = 8,
            },
            Growth = new GrowthSettings { CalibrationImages = 16, ReceiptImages = 8 },
            Evaluation = new EvaluationPlan { EveryEpochs = 1 },
            Precision = precision,
            Threads = 1,
        };

    /// <summary>The plan, with pruning before the second stage and the third.</summary>
    public static Plan Pruned(CriterionKind by) =>
        Plan() with
        {
            Network = new NetworkPlan { Width = 0.25 },
            Pruning = new PruningSettings
            {
                By = by,
                Threshold = 0.6,
                Floor = 2,
                Share = 1,
            },
        };

    /// <summary>Pruned, and images that grow as well, in batches that shrink.</summary>
    public static Plan Growing(CriterionKind by)
    {
        var plan = Pruned(by);
        return plan with
        {
            Network = new NetworkPlan { Name = "resnet20", Width = 0.25 },
            Stages = [.. plan.Stages.Select((s, i) => s with { Resolution = 0.5 + 0.25 * i, Batch = 2 - 0.5 * i })],
        };
    }

    /// <summary>Each class is bright in a stripe of its own.</summary>
    public static Dataset Data() => new("stripes", ["a", "b", "c"], Set(60, 1), Set(21, 2), "5717e5");

    public static ImageSet Set(int count, int seed)
    {
        var random = new Random(seed);
        var pixels = new byte[count * 64];
        for (var i = 0; i < pixels.Length; i++)
        {
            var stripe = i % 64 / 8 / 3;
            pixels[i] = (byte)(random.Next(120) + (stripe == i / 64 % 3 ? 120 : 0));
        }

        return new ImageSet(
            tensor(pixels, [count, 1, 8, 8], ScalarType.Byte),
            tensor(Enumerable.Range(0, count).Select(i => (long)(i % 3)).ToArray())
        );
    }

    /// <summary>A run from its beginning to its end, in a folder that is made for it.</summary>
    public static RunOutcome Run(string path, Plan plan, Dataset data)
    {
        using var folder = RunFolder.Create(path, plan);
        return new CumulativeTraining(plan, data, folder).Run();
    }
}
