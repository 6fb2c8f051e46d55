using System.Diagnostics;
using Accrete.Tests.Cumulative;

namespace Accrete.Tests.Cli.Commands;

public sealed class ReportCommandTests : IDisposable
{
    private const string Browser = "/usr/bin/chromium";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_page_is_written_into_the_run_or_where_it_is_wanted()
    {
        Train();
        Assert.Equal(0, Invocation.Of("report", folder["run"]).Status);
        Assert.Equal(0, Invocation.Of("report", folder["run"], "--out", folder["page.html"]).Status);
        Assert.Contains(
            "Receipts of growth and pruning",
            File.ReadAllText(folder["run/report.html"]),
            StringComparison.Ordinal
        );
        Assert.Equal(new FileInfo(folder["run/report.html"]).Length, new FileInfo(folder["page.html"]).Length, 100.0);
    }

    [Fact]
    public async Task Chromium_shows_it_with_its_figure_and_loads_nothing_else()
    {
        Assert.SkipUnless(File.Exists(Browser), $"{Browser} is not installed");
        Train();
        Assert.Equal(0, Invocation.Of("report", folder["run"]).Status);
        string[] arguments =
        [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--enable-logging=stderr",
            $"--user-data-dir={folder["browser"]}",
            "--dump-dom",
            new Uri(folder["run/report.html"]).AbsoluteUri,
        ];
        using var browser = Process.Start(
            new ProcessStartInfo(Browser, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var errors = browser.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var shown = await browser.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = await errors;
        await browser.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Contains("<svg", shown, StringComparison.Ordinal);
        Assert.Contains("Receipts of growth and pruning", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Failed to load", said, StringComparison.Ordinal);
        Assert.DoesNotContain("CONSOLE", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing", "holds neither a run nor a comparison")]
    [InlineData("begun", "has nothing to report yet")]
    [InlineData("damaged", "comparison.json: is damaged")]
    public void What_has_no_page_is_named(string name, string says)
    {
        Directory.CreateDirectory(folder["nothing"]);
        folder.Write("begun/plan.json", Accrete.Cumulative.Plans.PlanJson.Write(TinyRuns.Plan()));
        folder.Write("damaged/comparison.json", "{\"schema\": 1, \"arms\": 3}");
        var reported = Invocation.Of("report", folder[name]);
        Assert.Equal(2, reported.Status);
        Assert.Contains(says, reported.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder[$"{name}/report.html"]));
    }

    [Fact]
    public void Metrics_come_as_CSV_too()
    {
        Train();
        var answer = Invocation.Of("report", folder["run"], "--csv", folder["metrics.csv"]);

        Assert.Equal((0, ""), (answer.Status, answer.Error));
        var metrics = File.ReadAllLines(Path.Combine(folder["run"], "metrics.jsonl"));
        var lines = File.ReadAllText(folder["metrics.csv"]).Split("\r\n");
        Assert.StartsWith("stage,epoch,step,learningRate,trainLoss,", lines[0], StringComparison.Ordinal);
        Assert.Equal((metrics.Length + 2, ""), (lines.Length, lines[^1]));
        var names = lines[0].Split(',');
        foreach (var (line, row) in metrics.Zip(lines.Skip(1)))
        {
            var values = System.Text.Json.Nodes.JsonNode.Parse(line)!.AsObject();
            Assert.Equal(names.Select(n => values[n]?.ToJsonString() ?? ""), row.Split(','));
        }
    }

    private void Train()
    {
        using var data = TinyRuns.Data();
        TinyRuns.Run(folder["run"], TinyRuns.Plan(), data);
    }
}
