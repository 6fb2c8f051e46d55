using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Files;
using Accrete.Inference;
using Accrete.Robustness.Detection;
using static TorchSharp.torch;

namespace Accrete.Storage;

/// <summary>Reads the files of a run, finished or not, without changing them.</summary>
public static class StoredRun
{
    /// <summary>Reads the plan of the run in a folder.</summary>
    public static Plan ReadPlan(string path)
    {
        CheckSchema(path);
        return Recipe.Read(RunLayout.In(path, RunLayout.PlanName));
    }

    /// <summary>Reads the outcome of the run in a folder; null if no stage is complete yet.</summary>
    public static RunOutcome? ReadOutcome(string path)
    {
        CheckSchema(path);
        var file = RunLayout.In(path, RunLayout.OutcomeName);
        if (!File.Exists(file))
        {
            return null;
        }

        StoredJson.CheckSchema(file, RunOutcome.CurrentSchema);
        return StoredJson.Read(
            file,
            text =>
            {
                new StoredNumbers().Check(text);
                return CheckedJson.Read(text, RunJson.Default.RunOutcome);
            }
        );
    }

    /// <summary>The lines of metrics of the run in a folder.</summary>
    internal static IReadOnlyList<MetricsLine> ReadMetrics(string path) => MetricsFile.Read(path);

    /// <summary>Finds the newest run below a folder, preferring unfinished runs; null if there is none.</summary>
    public static string? NewestIn(string folder) =>
        !Directory.Exists(folder)
            ? null
            : Directory
                .GetDirectories(folder)
                .Where(Holds)
                .OrderBy(IsFinished)
                .ThenByDescending(LastWritten)
                .FirstOrDefault();

    /// <summary>Says whether a folder holds a run.</summary>
    public static bool Holds(string path) => File.Exists(Path.Combine(path, RunLayout.PlanName));

    /// <summary>Says whether a folder holds a checkpoint from which its run can be resumed.</summary>
    public static bool HasCheckpoint(string path) =>
        Directory.Exists(Path.Combine(path, RunLayout.CheckpointFolder))
        && Directory.EnumerateFiles(Path.Combine(path, RunLayout.CheckpointFolder), "*.safetensors").Any();

    /// <summary>Says whether a folder holds a finished run.</summary>
    public static bool IsFinished(string path) => Holds(path) && ReadOutcome(path)?.Final is not null;

    /// <summary>Gets the model file of a run's newest complete stage; null if there is none.</summary>
    public static string? NewestStageModel(string path) => LineageFiles(path) is [.., var newest] ? newest : null;

    /// <summary>Gets the model files of a run's complete stages, first to last.</summary>
    public static IReadOnlyList<string> LineageFiles(string path) =>
        [
            .. RunLayout
                .StagesIn(path)
                .Select(s => RunLayout.In(path, RunLayout.OfStage(s, RunFolder.ModelName)))
                .Where(File.Exists),
        ];

    /// <summary>
    /// Reads the detector that <c>accrete detect</c> has stored in a run, with the networks of the run. The caller owns
    /// it.
    /// </summary>
    /// <param name="path">The folder of the run.</param>
    /// <param name="device">The device of the networks; the CPU if not given.</param>
    /// <param name="limits">Limits on the memory and compute of each network.</param>
    /// <exception cref="InvalidInputException">Throws if there is none, if it is damaged, of a newer layout, or belongs
    /// to other networks, or if the run's own model is not the last network of its lineage.</exception>
    public static MutualInference ReadDetector(string path, Device? device = null, CostLimits? limits = null) =>
        DetectorFile.Read(path, device, limits);

    /// <summary>Reads all models of a run, first to last; the caller owns them.</summary>
    /// <param name="path">The folder of the run.</param>
    /// <param name="device">The device of the networks; the CPU if not given.</param>
    /// <param name="limits">Limits on the memory and compute of each network.</param>
    /// <exception cref="InvalidInputException">Throws if the folder holds no finished run, or if a model is
    /// damaged.</exception>
    public static IReadOnlyList<Model> ReadLineage(string path, Device? device = null, CostLimits? limits = null)
    {
        if (!IsFinished(path))
        {
            throw new InvalidInputException(
                Holds(path)
                    ? $"{path}: this run is not finished; go on with "
                        + $"'{CommandHint.Of("train", "--resume", "--out", path)}'."
                    : $"{path}: holds no run (there is no {RunLayout.PlanName}); a lineage is needed, not a "
                        + "model alone."
            );
        }

        var models = new List<Model>();
        try
        {
            foreach (var file in LineageFiles(path))
            {
                models.Add(ModelFile.Read(file, device, limits));
            }

            return models;
        }
        catch
        {
            models.ForEach(m => m.Dispose());
            throw;
        }
    }

    /// <summary>Checks that models are different from the networks of a run, and from each other.</summary>
    /// <param name="path">The folder of the run.</param>
    /// <param name="models">The model files.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if a model has the same weights as a network of the run or another of the models.
    /// </exception>
    public static void CheckIndependent(string path, IReadOnlyList<string> models)
    {
        var known = LineageFiles(path).Select(ContentHash.OfFile).ToHashSet();
        foreach (var model in models)
        {
            if (!known.Add(ContentHash.OfFile(model)))
            {
                throw new InvalidInputException(
                    $"{model}: is a network of {path}, or given twice; give "
                        + "networks that were trained independently.",
                    Setting.Ensemble,
                    Setting.Surrogate
                );
            }
        }
    }

    private static DateTime LastWritten(string path) =>
        new[] { RunLayout.PlanName, RunLayout.CheckpointName }.Max(f =>
            File.GetLastWriteTimeUtc(Path.Combine(path, f))
        );

    private static void CheckSchema(string path)
    {
        if (!Holds(path))
        {
            throw new InvalidInputException($"{path}: holds no run (there is no {RunLayout.PlanName}).");
        }

        StoredJson.CheckSchema(RunLayout.In(path, RunLayout.PlanName), Plan.CurrentSchema);
    }
}
