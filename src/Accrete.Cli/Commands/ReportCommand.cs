using System.CommandLine;
using Accrete.Cli.Terminal;
using Accrete.Comparisons;
using Accrete.Files;
using Accrete.Reports;
using Accrete.Storage;
using Spectre.Console;

namespace Accrete.Cli.Commands;

/// <summary><c>accrete report</c>: the page of a run or a comparison, written anew.</summary>
internal sealed class ReportCommand : Command
{
    private readonly Argument<string> target = new("FOLDER") { Description = "The folder of a run or a comparison." };
    private readonly Option<string?> file = new("--out")
    {
        Description = $"The HTML file to write. [default: {RunFolder.ReportName} in the folder]",
        HelpName = "FILE",
    };

    private readonly Option<string?> csv = new("--csv")
    {
        Description =
            "Write a CSV file instead of the page: the metrics of a run, one row for each epoch, or the runs of a "
            + "comparison.",
        HelpName = "FILE",
    };

    public ReportCommand()
        : base("report", "Write the report of a run or a comparison again: one self-contained HTML file.")
    {
        Arguments.Add(target);
        Options.Add(file);
        Options.Add(csv);
        SetAction(
            (parsed, stop) =>
            {
                var (folder, console) = (parsed.GetValue(target)!, Screen.For(parsed, json: false).People);
                return Task.FromResult(
                    parsed.GetValue(csv) is { } table
                        ? RunCsv(folder, table, console, stop)
                        : Run(folder, parsed.GetValue(file), console, stop)
                );
            }
        );
    }

    /// <summary>
    /// Writes the page of what a folder holds, into that folder when no file is named, and gives its path.
    /// </summary>
    /// <exception cref="InvalidInputException">Throws if it holds neither a run nor a comparison, or one without
    /// results yet.</exception>
    /// <exception cref="OperationCanceledException">Throws if it was stopped; nothing is written.</exception>
    public static string Write(string folder, string? file = null, CancellationToken stop = default)
    {
        var page = file ?? RunFolder.FileIn(folder, RunFolder.ReportName);
        var content = PageOf(folder);
        stop.ThrowIfCancellationRequested();
        AtomicFile.Write(page, content);
        return page;
    }

    private static string PageOf(string folder)
    {
        if (Comparison.IsIn(folder))
        {
            var compared = Comparison.Read(folder);
            return ComparisonReport.Page(compared, Comparison.ReadRuns(folder, compared));
        }

        RequireRun(folder);
        return StoredRun.ReadOutcome(folder) is { } outcome
            ? RunReport.Page(outcome, StoredRun.ReadMetrics(folder))
            : throw new InvalidInputException(
                $"{folder}: this run has nothing to report yet; wait until its first stage is complete."
            );
    }

    private static string CsvOf(string folder)
    {
        if (Comparison.IsIn(folder))
        {
            return CsvTables.OfRuns(Comparison.Read(folder));
        }

        RequireRun(folder);
        return CsvTables.OfMetrics(StoredRun.ReadMetrics(folder));
    }

    private static void RequireRun(string folder)
    {
        if (!StoredRun.Holds(folder))
        {
            throw new InvalidInputException(
                $"{folder}: holds neither a run nor a comparison; name a folder that accrete train or accrete "
                    + "compare wrote."
            );
        }
    }

    private static int RunCsv(string folder, string file, IAnsiConsole console, CancellationToken stop)
    {
        var content = CsvOf(folder);
        stop.ThrowIfCancellationRequested();
        AtomicFile.Write(file, content);
        console.WriteLine($"Table: {file}");
        return ExitStatus.Done;
    }

    private static int Run(string folder, string? file, IAnsiConsole console, CancellationToken stop)
    {
        console.WriteLine($"Report: {Write(folder, file, stop)}");
        return ExitStatus.Done;
    }
}
