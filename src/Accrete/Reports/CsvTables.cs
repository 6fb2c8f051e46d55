using System.Text.Json;
using Accrete.Comparisons;
using Accrete.Cumulative;
using Accrete.Storage;

namespace Accrete.Reports;

/// <summary>The metrics of a run and the runs of a comparison as CSV, for spreadsheets and data frames.</summary>
internal static class CsvTables
{
    private const string Arm = "arm";
    private const string Curve = "curve";

    /// <summary>A row for each epoch or evaluation, with the names of <c>metrics.jsonl</c>.</summary>
    public static string OfMetrics(IReadOnlyList<MetricsLine> metrics) =>
        CsvText.Of(
            [.. MetricsJson.Default.MetricsLine.Properties.Select(p => p.Name)],
            metrics.Select(m => JsonSerializer.SerializeToNode(m, MetricsJson.Default.MetricsLine)!.AsObject())
        );

    /// <summary>A row for each run, with its arm and the names of <c>comparison.json</c>.</summary>
    public static string OfRuns(ComparisonOutcome outcome)
    {
        var type = ComparisonJson.Default.ComparedRun;
        return CsvText.Of(
            [Arm, .. type.Properties.Select(p => p.Name).Where(n => n != Curve)],
            outcome.Arms.SelectMany(a =>
                a.Runs.Select(r =>
                {
                    var row = JsonSerializer.SerializeToNode(r, type)!.AsObject();
                    row.Insert(0, Arm, a.Name);
                    return row;
                })
            )
        );
    }
}
