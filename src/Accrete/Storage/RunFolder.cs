using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Accrete.Blueprints;
using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Training;
using static TorchSharp.torch;

namespace Accrete.Storage;

/// <summary>A folder with everything that one training writes.</summary>
public sealed class RunFolder : IRunRecord, IDisposable
{
    /// <summary>The page for people.</summary>
    public const string ReportName = "report.html";

    /// <summary>The file of the last network, in the run and in each stage.</summary>
    public const string ModelName = "model.safetensors";

    /// <summary>The folder of event files, where they were asked for.</summary>
    public const string TensorBoardName = "tensorboard";

    private const string OwnerName = ".owner";

    private readonly FileStream owner;
    private readonly string plan;

    // The work that the newest checkpoint holds.
    private LedgerEntry saved = new Ledger().Total();

    private RunFolder(string path, Plan plan)
    {
        Path = path;
        owner = Own(path);
        this.plan = Identity(plan);
    }

    /// <summary>How <c>run.json</c> is written.</summary>
    public static JsonTypeInfo<RunOutcome> OutcomeType => RunJson.Default.RunOutcome;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The file with the last network.</summary>
    public string ModelPath => In(ModelName);

    /// <summary>Makes a new run folder and writes the plan into it, with nothing left to the machine.</summary>
    /// <exception cref="InvalidInputException">The folder holds another run, or other files.</exception>
    public static RunFolder Create(string path, Plan plan)
    {
        RequireUnused(path);
        plan = plan.Resolve();
        var folder = Take(path, plan);
        try
        {
            AtomicFile.Write(folder.In(RunLayout.PlanName), PlanJson.Write(plan));
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Passes a path that is a folder, or can become one.</summary>
    /// <exception cref="InvalidInputException">It is empty, or a file.</exception>
    public static void RequireFolder(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new InvalidInputException("--out: is empty; name a folder.");
        }

        if (File.Exists(path))
        {
            throw new InvalidInputException($"{path}: is a file; choose a folder with --out.");
        }
    }

    /// <summary>Passes a folder in which a run can begin.</summary>
    /// <exception cref="InvalidInputException">It holds another run, or other files.</exception>
    public static void RequireUnused(string path)
    {
        RequireFolder(path);
        if (Directory.Exists(path) && !IsUnused(path))
        {
            throw new InvalidInputException(StoredRun.Holds(path)
                ? $"{path}: holds another run; add --resume to go on with it, or choose another --out."
                : $"{path}: is not empty and holds no run; choose another --out.");
        }
    }

    /// <summary>Opens the folder of a run to go on with it.</summary>
    /// <exception cref="InvalidInputException">There is no run in it, it is of a newer layout, or another process writes it.</exception>
    public static RunFolder Open(string path)
    {
        return Take(path, StoredRun.ReadPlan(path));
    }

    /// <inheritdoc/>
    public Checkpoint? Newest(Device device)
    {
        if (!File.Exists(In(RunLayout.CheckpointName)))
        {
            DeleteResults();
            return null;
        }

        var (checkpoint, metrics) = CheckpointFile.Read(In(RunLayout.CheckpointName), device, plan);
        try
        {
            CutMetrics(metrics);
            saved = new Ledger(checkpoint.Position.Ledger).Total();
            return checkpoint with { Lost = WorkMark.ReadLost(In(RunLayout.MarkName), saved) };
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Save(Checkpoint checkpoint)
    {
        CheckpointFile.Write(In(RunLayout.CheckpointName), checkpoint, File.Exists(In(RunLayout.MetricsName)) ? new FileInfo(In(RunLayout.MetricsName)).Length : 0, plan);
        saved = new Ledger(checkpoint.Position.Ledger).Total();
    }

    /// <inheritdoc/>
    public void Mark(LedgerEntry total) => new WorkMark(saved, total).Write(In(RunLayout.MarkName));

    /// <inheritdoc/>
    public void Log(MetricsLine line)
    {
        try
        {
            // On the disk before the next checkpoint is, which says how long this file is.
            using var file = new FileStream(In(RunLayout.MetricsName), FileMode.Append, FileAccess.Write, FileShare.Read);
            file.Write(Encoding.UTF8.GetBytes(MetricsJson.Write(line) + "\n"));
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AccreteException($"{In(RunLayout.MetricsName)}: cannot be written ({e.Message}); free some space and go on with --resume.", e);
        }
    }

    /// <inheritdoc/>
    public void Complete(StageOutcome stage, Model model, RunOutcome soFar)
    {
        var folder = In(System.IO.Path.Combine(RunLayout.StagesName, $"{stage.Index:00}"));
        AtomicFile.Write(System.IO.Path.Combine(folder, "blueprint.json"), BlueprintJson.Write(stage.Blueprint, indented: true));
        ModelFile.Write(System.IO.Path.Combine(folder, ModelName), model);
        AtomicFile.Write(System.IO.Path.Combine(folder, "stage.json"), JsonSerializer.Serialize(stage, RunJson.Default.StageOutcome));
        WriteOutcome(soFar);
    }

    /// <inheritdoc/>
    public void Finish(RunOutcome outcome, Model model)
    {
        ModelFile.Write(ModelPath, model);
        WriteOutcome(outcome);
        File.Delete(In(RunLayout.MarkName));
    }

    /// <inheritdoc/>
    public void Dispose() => owner.Dispose();

    private void WriteOutcome(RunOutcome outcome)
    {
        AtomicFile.Write(In(RunLayout.OutcomeName), JsonSerializer.Serialize(outcome with { Plan = outcome.Plan.WithoutPlaces() }, RunJson.Default.RunOutcome));
        if (outcome.Plan.Budget is not null)
        {
            // With the steps that the budget left room for.
            AtomicFile.Write(In(RunLayout.PlanName), PlanJson.Write(outcome.Plan));
        }
    }

    // A run that begins anew must not show what an earlier one reached.
    private void DeleteResults()
    {
        try
        {
            foreach (var file in new[] { RunLayout.MetricsName, RunLayout.OutcomeName, RunLayout.MarkName, ModelName, ReportName })
            {
                File.Delete(In(file));
            }

            foreach (var folder in new[] { RunLayout.StagesName, TensorBoardName }.Select(In).Where(Directory.Exists))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AccreteException($"{Path}: what an earlier start left cannot be removed ({e.Message}); choose another --out.", e);
        }
    }

    // What was logged after the checkpoint will be logged again.
    private void CutMetrics(long length)
    {
        try
        {
            using var file = new FileStream(In(RunLayout.MetricsName), FileMode.OpenOrCreate, FileAccess.Write);
            if (file.Length < length)
            {
                throw new InvalidInputException($"{In(RunLayout.MetricsName)}: is shorter than the checkpoint says: it was changed after the run stopped; bring the old one back, or delete {In(RunLayout.CheckpointName)} to train from the start.");
            }

            file.SetLength(length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AccreteException($"{In(RunLayout.MetricsName)}: cannot be written ({e.Message}); go on with --resume when it can.", e);
        }
    }

    // What decides the numbers.
    private static string Identity(Plan plan) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(PlanJson.Write(plan.AsAsked()))));

    private string In(string name) => System.IO.Path.Combine(Path, name);

    // A run that was killed before its plan was whole has left nothing that is worth keeping.
    private static bool IsUnused(string path)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(path).All(e => System.IO.Path.GetFileName(e) == OwnerName || AtomicFile.IsLeftOver(e));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be read ({e.Message}); choose another --out.", e);
        }
    }

    private static RunFolder Take(string path, Plan plan)
    {
        try
        {
            Directory.CreateDirectory(path);
            var folder = new RunFolder(path, plan);
            AtomicFile.DeleteLeftOver(path);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AccreteException($"{path}: cannot be written ({e.Message}); choose another --out.", e);
        }
    }

    // Two processes in one folder would mix their files: whoever holds this file owns the folder.
    private static FileStream Own(string path)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, OwnerName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException e) when (File.Exists(System.IO.Path.Combine(path, OwnerName)))
        {
            throw new InvalidInputException($"{path}: another process is writing this run; wait for it or end it.", e);
        }
    }
}
