using System.CommandLine;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Reports;
using Accrete.Storage;

namespace Accrete.Cli.Options;

/// <summary>
/// The options that say where a run is written, and whether it goes on: <c>--out</c>, <c>--resume</c>.
/// </summary>
internal sealed class RunOptions
{
    private const string RunsFolder = "runs";

    private readonly Option<string?> folder = new("--out")
    {
        Description = "The run folder to write. [default: a new folder below runs/]",
        HelpName = "DIR",
    };

    private readonly Option<bool> resume = new("--resume")
    {
        Description = "Continue the run in --out or, without --out, the newest unfinished run below runs/.",
    };

    private readonly FactorOption checkpointEvery = new(
        "--checkpoint-every",
        "The time between two checkpoints within a stage, in seconds. [default: 20]",
        0,
        1e6
    )
    {
        HelpName = "SECONDS",
    };

    private readonly Option<bool> tensorboard = new("--tensorboard")
    {
        Description = "Also write event files for TensorBoard into the folder tensorboard/ of the run.",
    };

    /// <summary>Declares them on a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(folder);
        command.Options.Add(resume);
        command.Options.Add(checkpointEvery);
        command.Options.Add(tensorboard);
    }

    /// <summary>Whether an earlier run goes on.</summary>
    public bool Resumes(ParseResult parsed) => parsed.GetValue(resume);

    /// <summary>Time between two checkpoints.</summary>
    public TimeSpan CheckpointEvery(ParseResult parsed) => TimeSpan.FromSeconds(parsed.GetValue(checkpointEvery) ?? 20);

    /// <summary>Where a run is written: its folder, with event files where they were asked for.</summary>
    public IRunRecord Record(ParseResult parsed, RunFolder folder) =>
        !parsed.GetValue(tensorboard)
            ? folder
            : new TensorBoardRecord(folder, folder.TensorBoardPath, () => StoredRun.ReadMetrics(folder.Path));

    /// <summary>Passes a folder that was named for a new run, and one that was not named.</summary>
    /// <exception cref="InvalidInputException">Throws if it holds another run, or other files.</exception>
    public void RequireUnused(ParseResult parsed)
    {
        if (parsed.GetValue(folder) is { } named)
        {
            RunFolder.RequireUnused(named);
        }
    }

    /// <summary>The folder that was named for the run; null where none was.</summary>
    public string? Named(ParseResult parsed) => parsed.GetValue(folder);

    /// <summary>The folder of a new run for which none was named.</summary>
    public static string Proposed(Plan plan) =>
        Path.Combine(RunsFolder, $"{SetName(plan)}-{DateTime.Now:yyyyMMdd-HHmmss}");

    private static string? SetName(Plan plan) => Path.GetFileName(Path.TrimEndingDirectorySeparator(plan.Data.Set));

    /// <summary>The folder of the run that goes on.</summary>
    /// <exception cref="InvalidInputException">Throws if none is named and there is none.</exception>
    public string EarlierFolder(ParseResult parsed) =>
        parsed.GetValue(folder)
        ?? StoredRun.NewestIn(RunsFolder)
        ?? throw new InvalidInputException("--resume: there is no run below runs/; name its folder with --out.");
}
