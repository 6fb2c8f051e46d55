using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Accrete.Blueprints;
using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Files;
using Accrete.Inference;
using static TorchSharp.torch;

namespace Accrete.Storage;

/// <summary>A folder with everything that one training writes.</summary>
internal sealed class RunFolder : IRunRecord, IDisposable
{
    /// <summary>The page for people.</summary>
    public const string ReportName = "report.html";

    /// <summary>The file of the last network, in the run and in each stage.</summary>
    public const string ModelName = ModelFile.NameInFolder;

    /// <summary>The folder of event files, where they were asked for.</summary>
    public const string TensorBoardName = "tensorboard";

    private const string WithoutCheckpoint = "Without its checkpoint the run cannot go on: bring a copy back";
    private const string WithCheckpointAlone =
        "The checkpoint is whole, but the run goes on with that file as it was only: bring a copy of it back";

    // Enough for everybody who starts in one second.
    private const int MostNames = 1000;

    private readonly RunOwner owner;
    private readonly string plan;
    private readonly IDisk disk;
    private readonly MetricsFile metrics;

    // The work that the newest checkpoint holds.
    private LedgerEntry saved = new Ledger().Total();

    // The newest checkpoint is kept when the next one is written, but not in the place of a whole one when it is
    // damaged.
    private bool newestIsWhole = true;

    private RunFolder(string path, Plan plan, IDisk disk)
    {
        Path = path;
        owner = RunOwner.Of(path);
        this.plan = PlanJson.Identity(plan, In(RunLayout.PlanName));
        this.disk = disk;
        metrics = new MetricsFile(disk, path);
    }

    /// <summary>How <c>run.json</c> is written.</summary>
    public static JsonTypeInfo<RunOutcome> OutcomeType => RunJson.Default.RunOutcome;

    /// <summary>The folder of the run.</summary>
    public string Path { get; }

    /// <summary>The file with the last network.</summary>
    public string ModelPath => In(ModelName);

    /// <summary>The folder of event files.</summary>
    public string TensorBoardPath => Inside.Folder(Path, TensorBoardName);

    /// <summary>What the network of a checkpoint may ask of this machine.</summary>
    public CostLimits Limits { get; set; } = new(Operations: double.PositiveInfinity);

    /// <summary>Hears why the run goes on from an older state than its newest.</summary>
    public Action<string>? Warn { get; set; }

    /// <summary>Makes a new run folder and writes the plan into it, with nothing left to the machine.</summary>
    /// <exception cref="InvalidInputException">Throws if the folder holds another run, or other files.</exception>
    public static RunFolder Create(string path, Plan plan) => Create(path, plan, Disk.OfMachine);

    /// <summary>
    /// The same in a folder that nobody else has: the one named, or one whose name has a number more.
    /// </summary>
    /// <exception cref="AccreteException">Throws if it cannot be made.</exception>
    public static RunFolder CreateNew(string path, Plan plan)
    {
        for (var number = 1; ; number++)
        {
            var own = number == 1 ? path : $"{path}-{number}";
            try
            {
                if (!System.IO.Path.Exists(own))
                {
                    return Create(own, plan);
                }
            }
            catch (InvalidInputException) when (number < MostNames && System.IO.Path.Exists(own))
            {
                // Another start in the same second was faster.
            }
        }
    }

    private string TrainAgain => CommandHint.Of("train", "--recipe", In(RunLayout.PlanName), "--out", "NEW");

    /// <summary>The path of a file in the folder of a run, which is a regular one or not there.</summary>
    /// <exception cref="InvalidInputException">Throws if it is something else, or a link leads to it.</exception>
    public static string FileIn(string run, string name) => RunLayout.In(run, name);

    /// <summary>Passes a path that is a folder, or can become one.</summary>
    /// <exception cref="InvalidInputException">Throws if it is empty, or a file.</exception>
    public static void RequireFolder(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new InvalidInputException("output folder: is empty; name one.", Setting.OutputFolder);
        }

        if (File.Exists(path))
        {
            throw new InvalidInputException($"{path}: is a file; choose a folder.", Setting.OutputFolder);
        }
    }

    /// <summary>Passes a folder in which a run can begin.</summary>
    /// <exception cref="InvalidInputException">Throws if it holds another run, or other files.</exception>
    public static void RequireUnused(string path)
    {
        RequireFolder(path);
        if (Directory.Exists(path) && !LeftOvers.AreAll(path))
        {
            throw new InvalidInputException(
                StoredRun.Holds(path)
                    ? $"{path}: holds another run; go on with it, or choose another folder."
                    : $"{path}: is not empty and holds no run; choose another folder.",
                StoredRun.Holds(path) ? [Setting.Resume, Setting.OutputFolder] : [Setting.OutputFolder]
            );
        }
    }

    /// <summary>Opens the folder of a run to go on with it.</summary>
    /// <exception cref="InvalidInputException">
    /// Throws if there is no run in it, it is of a newer layout, or another process writes it.
    /// </exception>
    public static RunFolder Open(string path) => Open(path, Disk.OfMachine);

    /// <inheritdoc/>
    public Checkpoint? Newest(Device device)
    {
        InvalidInputException? damage = null;
        var advice = "";
        foreach (
            var file in new[] { RunLayout.CheckpointName, RunLayout.EarlierCheckpointName }
                .Select(In)
                .Where(File.Exists)
        )
        {
            var missing = WithoutCheckpoint;
            try
            {
                var (checkpoint, length) = CheckpointFile.Read(file, device, plan, Limits);
                missing = WithCheckpointAlone;
                checkpoint = WithWhatFollowed(checkpoint, length);
                newestIsWhole = damage is null;
                if (damage is not null)
                {
                    Warn?.Invoke($"{damage.Message} The run goes on from the checkpoint before it, {file}.");
                }

                return checkpoint;
            }
            catch (InvalidInputException e) when (damage is null)
            {
                (damage, advice) = (e, missing);
            }
            catch (InvalidInputException)
            {
                // What is wrong with the newest is told.
            }
        }

        return damage is null
            ? Begin()
            : throw new InvalidInputException(
                $"{damage.Message} {advice}, or train again: {TrainAgain}. Finished stages are whole in stages/.",
                damage
            );
    }

    /// <inheritdoc/>
    public void Save(Checkpoint checkpoint)
    {
        AtomicFile.Write(
            disk,
            In(RunLayout.CheckpointName),
            stream => CheckpointFile.Write(stream, checkpoint, metrics.Length, plan),
            newestIsWhole ? In(RunLayout.EarlierCheckpointName) : null
        );
        newestIsWhole = true;
        saved = new Ledger(checkpoint.Position.Ledger).Total();
    }

    /// <inheritdoc/>
    public void Mark(LedgerEntry total) => new WorkMark(saved, total).Write(In(RunLayout.MarkName));

    /// <inheritdoc/>
    public void Log(MetricsLine line) => metrics.Append(line);

    /// <inheritdoc/>
    public void Complete(StageOutcome stage, Model model, RunOutcome soFar)
    {
        AtomicFile.Write(disk, InStage(RunLayout.BlueprintName), BlueprintJson.Write(stage.Blueprint, indented: true));
        ModelFile.Write(disk, InStage(ModelName), model);
        AtomicFile.Write(
            disk,
            InStage(RunLayout.StageName),
            JsonSerializer.Serialize(stage, RunJson.Default.StageOutcome)
        );
        WriteOutcome(soFar);

        string InStage(string name) => In(RunLayout.OfStage(stage.Index, name));
    }

    /// <inheritdoc/>
    public void Finish(RunOutcome outcome, Model model)
    {
        ModelFile.Write(disk, ModelPath, model);
        WriteOutcome(outcome);
        File.Delete(In(RunLayout.MarkName));
    }

    /// <inheritdoc/>
    public void Dispose() => owner.Dispose();

    /// <inheritdoc cref="Create(string, Plan)"/>
    internal static RunFolder Create(string path, Plan plan, IDisk disk)
    {
        RequireUnused(path);
        plan = plan.Resolve();
        var folder = Take(path, plan, disk);
        try
        {
            // Somebody else may have begun and ended between the look and the taking.
            RequireUnused(path);
            disk.SyncFolder(path);
            AtomicFile.Write(disk, folder.In(RunLayout.PlanName), PlanJson.Write(plan));
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="Open(string)"/>
    internal static RunFolder Open(string path, IDisk disk)
    {
        var folder = Take(path, StoredRun.ReadPlan(path), disk);
        try
        {
            LeftOvers.Delete(path);
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    // Takes back what was logged after a checkpoint, and counts the work as lost.
    private Checkpoint WithWhatFollowed(Checkpoint checkpoint, long length)
    {
        try
        {
            metrics.Cut(length);
            // What is damaged in them would be found when the run is done.
            MetricsFile.Read(Path);
            saved = new Ledger(checkpoint.Position.Ledger).Total();
            return checkpoint with { Lost = WorkMark.ReadLost(In(RunLayout.MarkName), saved) };
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    // A run has a checkpoint before it has anything else. Without one, but with results, somebody took it away.
    private Checkpoint? Begin()
    {
        if (File.Exists(In(RunLayout.OutcomeName)) || StoredRun.LineageFiles(Path).Count > 0)
        {
            throw new InvalidInputException(
                $"{Path}: its checkpoint is gone, and beginning anew would replace the stages that are whole; "
                    + $"bring it back, or train again: {TrainAgain}."
            );
        }

        if (metrics.Length > 0)
        {
            metrics.Cut(0);
        }

        return null;
    }

    private void WriteOutcome(RunOutcome outcome)
    {
        AtomicFile.Write(
            disk,
            In(RunLayout.OutcomeName),
            JsonSerializer.Serialize(outcome with { Plan = outcome.Plan.WithoutPlaces() }, RunJson.Default.RunOutcome)
        );
        if (outcome.Plan.Budget is not null)
        {
            // With the steps that the budget left room for.
            AtomicFile.Write(disk, In(RunLayout.PlanName), PlanJson.Write(outcome.Plan));
        }
    }

    private string In(string name) => RunLayout.In(Path, name);

    private static RunFolder Take(string path, Plan plan, IDisk disk)
    {
        try
        {
            AtomicFile.CreateFolder(disk, path);
            return new RunFolder(path, plan, disk);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AccreteException(
                $"{path}: cannot be written ({e.Message}); choose another folder.",
                e,
                Setting.OutputFolder
            );
        }
    }
}
