using System.Globalization;
using Accrete.Files;

namespace Accrete.Storage;

/// <summary>The names of the files of a run.</summary>
internal static class RunLayout
{
    /// <summary>Everything that decided the run.</summary>
    public const string PlanName = "plan.json";

    /// <summary>The whole outcome.</summary>
    public const string OutcomeName = "run.json";

    /// <summary>A line for each epoch and evaluation.</summary>
    public const string MetricsName = "metrics.jsonl";

    /// <summary>The images that were trained and tested with, where these may change.</summary>
    public const string ImagesName = "images.txt";

    /// <summary>The folder with a folder for each stage.</summary>
    public const string StagesName = "stages";

    /// <summary>The architecture of a stage, in its folder.</summary>
    public const string BlueprintName = "blueprint.json";

    /// <summary>The outcome of a stage, in its folder.</summary>
    public const string StageName = "stage.json";

    /// <summary>How much work was done; there while a run goes on.</summary>
    public const string MarkName = ".work.json";

    /// <summary>The folder with the states from which the run can go on.</summary>
    public const string CheckpointFolder = "checkpoint";

    /// <summary>The newest state from which the run can go on.</summary>
    public static readonly string CheckpointName = Path.Combine(CheckpointFolder, "checkpoint.safetensors");

    /// <summary>The one before it, for when that one is damaged.</summary>
    public static readonly string EarlierCheckpointName = Path.Combine(CheckpointFolder, "earlier.safetensors");

    /// <summary>The path of a file of a run, which is a regular one or not there.</summary>
    /// <exception cref="InvalidInputException">Throws if it is something else, or a link leads to it.</exception>
    public static string In(string run, string name) => Inside.File(run, name);

    /// <summary>The path of a file of a stage in a run.</summary>
    public static string OfStage(int stage, string name) => Path.Combine(StagesName, FolderOf(stage), name);

    /// <summary>The numbers of the stages of which a run has a folder, in order.</summary>
    public static IReadOnlyList<int> StagesIn(string run)
    {
        var stages = Inside.Folder(run, StagesName);
        return !Directory.Exists(stages)
            ? []
            :
            [
                .. Directory
                    .EnumerateDirectories(stages)
                    .Select(s => NumberOf(Path.GetFileName(s)))
                    .Where(n => n > 0)
                    .Order(),
            ];
    }

    private static string FolderOf(int stage) => stage.ToString("00", CultureInfo.InvariantCulture);

    private static int NumberOf(string folder) =>
        int.TryParse(folder, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && FolderOf(number) == folder
            ? number
            : 0;
}
