using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Accrete.Blueprints;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Files;
using Accrete.Storage;

namespace Accrete.Comparisons;

/// <summary>
/// Trains the arms of a comparison over some seeds, each run in a folder of its own: <c>scratch/seed-2/</c>. Runs that
/// are finished stay as they are, and one that was stopped goes on. All seeds see the same division of the data.
/// </summary>
/// <param name="plan">The cumulative plan; seeds count up from its own.</param>
/// <param name="data">The images that it names.</param>
/// <param name="folder">Where everything is written.</param>
/// <param name="observer">Who hears of it.</param>
internal sealed class Comparison(Plan plan, Dataset data, string folder, IComparisonObserver? observer = null)
{
    /// <summary>The file with the outcome.</summary>
    public const string OutcomeName = "comparison.json";

    private readonly Plan plan = WithOneSplit(plan.Resolve());

    /// <summary>How <see cref="OutcomeName"/> is written.</summary>
    public static JsonTypeInfo<ComparisonOutcome> OutcomeType => ComparisonJson.Default.ComparisonOutcome;

    /// <summary>Time between two checkpoints within a stage.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Hears why a run goes on from an older state than its newest.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>The disk that the folder is on.</summary>
    internal IDisk Disk { get; init; } = Files.Disk.OfMachine;

    /// <summary>Whether a folder holds a comparison with a finished run.</summary>
    public static bool IsIn(string folder) => File.Exists(Inside.File(folder, OutcomeName));

    /// <summary>How many runs of a comparison in a folder are finished.</summary>
    public static int FinishedRuns(string folder) =>
        Arms
            .All.Select(a => Path.Combine(folder, a.Name))
            .Where(Directory.Exists)
            .Sum(a => Directory.GetDirectories(a, "seed-*").Count(StoredRun.IsFinished));

    /// <summary>The outcome of the comparison in a folder.</summary>
    /// <exception cref="InvalidInputException">Throws if there is none, or it is damaged or of a newer
    /// layout.</exception>
    public static ComparisonOutcome Read(string folder)
    {
        var file = Inside.File(folder, OutcomeName);
        StoredJson.CheckSchema(file, ComparisonOutcome.CurrentSchema);
        return StoredJson.Read(
            file,
            text =>
            {
                // Each run has its own numbers; of several, means are taken.
                new StoredNumbers([]).Check(text);
                var outcome = CheckedJson.Read(text, OutcomeType);
                Arms.Named([.. outcome.Arms.Select(a => a.Name)]);
                return outcome.Arms.All(a => a.Runs.Count > 0 && a.Runs.All(r => r.Curve.Count > 0))
                    ? outcome
                    : throw new InvalidInputException("an arm has no runs, or a run no curve");
            }
        );
    }

    /// <summary>The runs of an outcome by arm, as far as their folders are still there.</summary>
    /// <param name="folder">The folder of the comparison.</param>
    /// <param name="outcome">What it holds.</param>
    public static IReadOnlyList<(string Arm, RunOutcome Run)> ReadRuns(string folder, ComparisonOutcome outcome) =>
        [
            .. from arm in outcome.Arms
            from run in arm.Runs
            let path = FolderOf(folder, arm.Name, run.Seed)
            where StoredRun.IsFinished(path)
            select (arm.Name, StoredRun.ReadOutcome(path)!),
        ];

    /// <summary>Trains what is not trained yet, seed by seed, and writes the outcome after each run.</summary>
    /// <param name="arms">The arms to train; the outcome also has others that were trained before.</param>
    /// <param name="seeds">How many seeds; the outcome also has others that were trained before.</param>
    /// <param name="stop">Stops after the current step, leaving a checkpoint.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if the folder holds runs of another plan, or no arm has anything of its own to train.
    /// </exception>
    /// <exception cref="OperationCanceledException">Throws if it was stopped, and can be taken up again.</exception>
    public ComparisonOutcome Run(IReadOnlyList<Arm> arms, int seeds, CancellationToken stop = default)
    {
        var target = Schedule.Of(plan, data).Stages[^1].Blueprint;
        CheckStored(target);
        foreach (var arm in arms.Where(a => !a.Differs(plan)))
        {
            observer?.LeftOut(arm);
        }

        // Some arms are planned from what cumulative spent.
        var trained = Arms
            .All.Where(a =>
                a.Differs(plan)
                && (
                    arms.Contains(a)
                    || (a.Name == Arms.Cumulative && arms.Any(o => o.NeedsCumulative && o.Differs(plan)))
                )
            )
            .ToArray();
        if (trained.Length == 0)
        {
            throw new InvalidInputException(
                $"arms: with this recipe {string.Join(" and ", arms.Select(a => a.Name))} would train what "
                    + $"another arm does; name {Arms.Cumulative} or {Arms.Scratch} too."
            );
        }

        observer?.Planned(
            trained.Length * seeds,
            trained.Sum(a => Enumerable.Range(plan.Seed, seeds).Count(s => StoredRun.IsFinished(FolderOf(a.Name, s))))
        );
        foreach (var seed in Enumerable.Range(0, seeds).Select(i => checked(plan.Seed + i)))
        {
            foreach (var arm in trained)
            {
                Train(arm, PlanOf(arm, seed, target), stop);
                AtomicFile.Write(
                    Disk,
                    Inside.File(folder, OutcomeName),
                    JsonSerializer.Serialize(Outcome(), OutcomeType)
                );
            }
        }

        return Outcome();
    }

    // Other seeds must not learn from the images that the first one is tested on.
    private static Plan WithOneSplit(Plan plan) =>
        plan with
        {
            Data = plan.Data with { SplitSeed = plan.Data.SplitSeed ?? plan.Seed },
        };

    private static string FolderOf(string folder, string arm, int seed) =>
        Inside.Folder(folder, Path.Combine(arm, $"seed-{seed}"));

    private string FolderOf(string arm, int seed) => FolderOf(folder, arm, seed);

    private Plan PlanOf(Arm arm, int seed, Blueprint target)
    {
        var cumulative = arm.NeedsCumulative ? StoredRun.ReadOutcome(FolderOf(Arms.Cumulative, seed)) : null;
        return arm.PlanOf(new ArmBasis(plan with { Seed = seed }, data, target, cumulative));
    }

    private void Train(Arm arm, Plan own, CancellationToken stop)
    {
        var path = FolderOf(arm.Name, own.Seed);
        if (StoredRun.IsFinished(path))
        {
            return;
        }

        using var run = StoredRun.Holds(path) ? RunFolder.Open(path, Disk) : RunFolder.Create(path, own, Disk);
        run.Warn = Warn;
        var schedule = Schedule.Of(own, data);
        var outcome = new CumulativeTraining(own, data, run, observer?.Begins(arm, own.Seed, schedule), schedule)
        {
            CheckpointEvery = CheckpointEvery,
        }.Run(stop);
        observer?.Finished(arm, ComparedRun.Of(outcome, StoredRun.ReadMetrics(path)));
    }

    // Runs of different plans must not stand in one table.
    private void CheckStored(Blueprint target)
    {
        foreach (var arm in Arms.All)
        {
            foreach (
                var seed in SeedsOf(arm)
                    .Where(s => !arm.NeedsCumulative || StoredRun.IsFinished(FolderOf(Arms.Cumulative, s)))
            )
            {
                var stored = StoredRun.ReadPlan(FolderOf(arm.Name, seed));
                if (PlanJson.FirstDifference(stored, PlanOf(arm, seed, target)) is { } key)
                {
                    throw new InvalidInputException(
                        $"{FolderOf(arm.Name, seed)}: holds a run of another plan ({key} differs); "
                            + $"{WayOut(arm, stored, key)}compare into another folder, or delete it.",
                        Setting.OutputFolder
                    );
                }
            }
        }
    }

    // The plan of cumulative is the one that was asked for; the others differ from it, in their stages above all.
    private static string WayOut(Arm arm, Plan stored, string key) =>
        (arm.Name == Arms.Cumulative || !key.StartsWith("stages", StringComparison.Ordinal))
        && PlanJson.Setting(stored, key) is { } setting
            ? $"go on with it by {CommandHint.Words("--set", setting)}, "
            : "";

    private int[] SeedsOf(Arm arm)
    {
        var runs = Inside.Folder(folder, arm.Name);
        return !Directory.Exists(runs)
            ? []
            :
            [
                .. Directory
                    .GetDirectories(runs, "seed-*")
                    .Where(StoredRun.Holds)
                    .Select(r =>
                        int.TryParse(
                            Path.GetFileName(r)["seed-".Length..],
                            NumberStyles.None,
                            CultureInfo.InvariantCulture,
                            out var seed
                        )
                            ? seed
                            : -1
                    )
                    .Where(s => s >= 0)
                    .Order(),
            ];
    }

    private ComparisonOutcome Outcome()
    {
        ArmOutcome[] arms =
        [
            .. Arms
                .All.Select(a => (a.Name, Runs: FinishedRuns(a)))
                .Where(a => a.Runs.Length > 0)
                .Select(a => ArmOutcome.Of(a.Name, a.Runs)),
        ];
        var (cumulative, scratch) = (
            arms.FirstOrDefault(a => a.Name == Arms.Cumulative),
            arms.FirstOrDefault(a => a.Name == Arms.Scratch)
        );
        return new ComparisonOutcome(
            ComparisonOutcome.CurrentSchema,
            plan.WithoutPlaces(),
            DatasetIdentity.Of(data),
            arms,
            cumulative is null || scratch is null ? null : IsoAccuracy.Of(cumulative, scratch)
        )
        {
            Differences = cumulative is null
                ? []
                :
                [
                    .. arms.Where(a => a != cumulative)
                        .Select(a => PairedDifference.Of(cumulative, a))
                        .OfType<PairedDifference>(),
                ],
        };
    }

    private ComparedRun[] FinishedRuns(Arm arm) =>
        [
            .. SeedsOf(arm)
                .Select(s => FolderOf(arm.Name, s))
                .Where(StoredRun.IsFinished)
                .Select(f => ComparedRun.Of(StoredRun.ReadOutcome(f)!, StoredRun.ReadMetrics(f))),
        ];
}
