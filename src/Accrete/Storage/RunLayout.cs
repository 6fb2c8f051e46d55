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

    /// <summary>How much work was done; there while a run goes on.</summary>
    public const string MarkName = ".work.json";

    /// <summary>The folder with the states from which the run can go on.</summary>
    public const string CheckpointFolder = "checkpoint";

    /// <summary>The newest state from which the run can go on.</summary>
    public static readonly string CheckpointName = Path.Combine(CheckpointFolder, "checkpoint.safetensors");
}
