using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Storage;

namespace Accrete.Comparisons;

/// <summary>
/// Trains the arms of a comparison over some seeds, each run in a folder of its own: <c>scratch/seed-2/</c>. Runs that are
/// finished stay as they are, and one that was stopped goes on.
/// </summary>
/// <param name="plan">The cumulative plan; seeds count up from its own.</param>
/// <param name="data">The images that it names.</param>
/// <param name="folder">Where everything is written.</param>
/// <param name="observer">Who hears of it.</param>
public sealed class Comparison(Plan plan, Dataset data, string folder, IComparisonObserver? observer = null)
{
    /// <summary>The file with the outcome.</summary>
    public const string OutcomeName = "comparison.json";

    private readonly Plan plan = plan.Resolve();

    /// <summary>How <see cref="OutcomeName"/> is written.</summary>
    public static JsonTypeInfo<ComparisonOutcome> OutcomeType => ComparisonJson.Default.ComparisonOutcome;

    /// <summary>Whether a folder holds a comparison with a finished run.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, OutcomeName));

    /// <summary>The outcome of the comparison in a folder.</summary>
    /// <exception cref="InvalidInputException">There is none, or it is damaged or of a newer layout.</exception>
    public static ComparisonOutcome Read(string folder)
    {
        var file = Path.Combine(folder, OutcomeName);
        StoredJson.CheckSchema(file, ComparisonOutcome.CurrentSchema);
        return StoredJson.Read(file, text => JsonSerializer.Deserialize(text, OutcomeType)!);
    }

    /// <summary>Time between two checkpoints within a stage.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Trains what is not trained yet, seed by seed, and writes the outcome after each run.</summary>
    /// <param name="arms">The arms to train; the outcome also has others that were trained before.</param>
    /// <param name="seeds">How many seeds.</param>
    /// <param name="stop">Stops after the current step, leaving a checkpoint.</param>
    /// <exception cref="InvalidInputException">A folder holds a run of another plan.</exception>
    /// <exception cref="OperationCanceledException">It was stopped, and can be taken up again.</exception>
    public ComparisonOutcome Run(IReadOnlyList<Arm> arms, int seeds, CancellationToken stop = default)
    {
        var target = Schedule.Of(plan, data).Stages[^1].Blueprint;
        for (var i = 0; i < seeds; i++)
        {
            var seeded = plan with { Seed = plan.Seed + i };
            // Some arms are planned from what cumulative spent.
            foreach (var arm in Arms.All.Where(a => arms.Contains(a) || (a.Name == Arms.Cumulative && arms.Any(o => o.NeedsCumulative))))
            {
                var cumulative = arm.NeedsCumulative ? StoredRun.ReadOutcome(FolderOf(Arms.Cumulative, seeded.Seed)) : null;
                Train(arm, arm.PlanOf(new ArmBasis(seeded, data, target, cumulative)), stop);
                Write(Outcome(seeds));
            }
        }

        return Outcome(seeds);
    }

    private string FolderOf(string arm, int seed) => Path.Combine(folder, arm, $"seed-{seed}");

    private void Train(Arm arm, Plan own, CancellationToken stop)
    {
        var path = FolderOf(arm.Name, own.Seed);
        var begun = StoredRun.Holds(path);
        if (begun && !PlanJson.Write(StoredRun.ReadPlan(path)).Equals(PlanJson.Write(own), StringComparison.Ordinal))
        {
            throw new InvalidInputException($"{path}: holds a run of another plan; compare into another --out, or delete it.");
        }

        if (begun && StoredRun.ReadOutcome(path)?.Final is not null)
        {
            return;
        }

        using var run = begun ? RunFolder.Open(path) : RunFolder.Create(path, own);
        var schedule = Schedule.Of(own, data);
        var outcome = new CumulativeTraining(own, data, run, observer?.Begins(arm, own.Seed, schedule), schedule) { CheckpointEvery = CheckpointEvery }.Run(stop);
        observer?.Finished(arm, ComparedRun.Of(outcome, StoredRun.ReadMetrics(path)));
    }

    private ComparisonOutcome Outcome(int seeds)
    {
        ArmOutcome[] arms =
        [
            .. Arms.All.Select(a => (a.Name, Runs: Finished(a, seeds))).Where(a => a.Runs.Length > 0).Select(a => ArmOutcome.Of(a.Name, a.Runs)),
        ];
        var (cumulative, scratch) = (arms.FirstOrDefault(a => a.Name == Arms.Cumulative), arms.FirstOrDefault(a => a.Name == Arms.Scratch));
        return new ComparisonOutcome(ComparisonOutcome.CurrentSchema, plan, DatasetIdentity.Of(data), arms,
            cumulative is null || scratch is null ? null : IsoAccuracy.Of(cumulative, scratch));
    }

    private ComparedRun[] Finished(Arm arm, int seeds) =>
    [
        .. Enumerable.Range(plan.Seed, seeds).Select(s => FolderOf(arm.Name, s)).Where(StoredRun.Holds)
            .Select(f => (Folder: f, Outcome: StoredRun.ReadOutcome(f))).Where(r => r.Outcome?.Final is not null)
            .Select(r => ComparedRun.Of(r.Outcome!, StoredRun.ReadMetrics(r.Folder))),
    ];

    private void Write(ComparisonOutcome outcome) => AtomicFile.Write(Path.Combine(folder, OutcomeName), JsonSerializer.Serialize(outcome, OutcomeType));
}
