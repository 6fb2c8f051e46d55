using System.Text.RegularExpressions;
using System.Xml.Linq;
using Accrete.Blueprints;
using Accrete.Comparisons;
using Accrete.Costs;
using Accrete.Cumulative.Plans;
using Accrete.Pruning;
using Accrete.Reports;
using Accrete.Storage;
using Accrete.Tests.Cumulative;

namespace Accrete.Tests.Reports;

public sealed partial class ReportTests : TinyRunTests
{
    private static readonly Plan Plan = TinyRuns.Plan() with
    {
        Name = "tiny <recipe> & more\u001b]0;\u0007\u009b\u202e\u200b",
        Network = new NetworkPlan { Width = 0.25 },
        Pruning = new PruningSettings
        {
            By = CriterionKind.Pca,
            Threshold = 0.6,
            Floor = 2,
            Share = 1,
        },
    };

    [Fact]
    public void The_page_of_a_run_has_its_stages_receipts_work_and_plan()
    {
        var outcome = TinyRuns.Run(Folder["run"], Plan, Data);

        var page = RunReport.Page(outcome, StoredRun.ReadMetrics(Folder["run"]));

        AssertSelfContained(page, figures: 2);
        Assert.Contains("recipe tiny &lt;recipe&gt; &amp; more", page, StringComparison.Ordinal);
        Assert.DoesNotContain(page, c => char.IsControl(c) && c is not ('\n' or '\t'));
        Assert.DoesNotContain(page, c => c is '\u202e' or '\u200b');
        Assert.Equal(outcome.Stages.Count, Rows(page, "Stages"));
        Assert.Equal(outcome.Stages.Sum(s => s.Receipts.Count), Rows(page, "Receipts of growth and pruning"));
        Assert.Equal(outcome.Ledger.Count, Rows(page, "Compute, time and energy"));
        Assert.Contains("energy, modelled", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_a_run_says_balanced_accuracy_where_accuracy_hides_something()
    {
        var outcome = TinyRuns.Run(Folder["run"], TinyRuns.Plan(), Data);

        Assert.DoesNotContain("balanced", With(0.5, 0.5, 0.5), StringComparison.Ordinal);
        Assert.Contains("<b>60.00 %</b>balanced over classes</div>", With(0.9, 0.3, 0.6), StringComparison.Ordinal);
        Assert.Contains(
            "<b>50.00 %</b>balanced over classes, 1 of 2 never right</div>",
            With(1, 0, null),
            StringComparison.Ordinal
        );

        string With(params double?[] classes) =>
            RunReport.Page(
                outcome with
                {
                    Final = outcome.Final! with { TestAccuracy = 0.5, ClassAccuracy = classes },
                },
                StoredRun.ReadMetrics(Folder["run"])
            );
    }

    [Fact]
    public void A_run_with_a_budget_of_a_network_without_hidden_layers_has_a_page()
    {
        var builder = new BlueprintBuilder("linear", Data.Shape);
        builder.Linear(builder.Flatten(Blueprint.Image), 3);
        var plan = TinyRuns.Plan() with
        {
            Network = new NetworkPlan { Blueprint = builder.Build() },
            Stages = [new StagePlan()],
            Budget = new Budget(1e6, BudgetUnit.Macs),
        };
        var outcome = TinyRuns.Run(Folder["linear"], plan, Data);

        var page = RunReport.Page(outcome, StoredRun.ReadMetrics(Folder["linear"]));

        AssertSelfContained(page, figures: 1);
        Assert.Equal(1, Rows(page, "Budget"));
        Assert.Contains("In macs: 1,000,000 were asked for", page, StringComparison.Ordinal);
        Assert.Contains($"libtorch {outcome.Versions!.LibTorch}", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_a_comparison_has_its_arms_runs_and_figures()
    {
        var outcome = new Comparison(Plan, Data, Folder["compared"]).Run(Arms.Named(["cumulative", "scratch"]), 2);

        var runs = Comparison.ReadRuns(Folder["compared"], outcome);
        var page = ComparisonReport.Page(Comparison.Read(Folder["compared"]), runs);

        AssertSelfContained(page, figures: 3);
        Assert.Equal((2, 4), (Rows(page, "Arms"), Rows(page, "Runs")));
        Assert.Equal(runs[0].Run.Stages.Sum(s => s.Receipts.Count), Rows(page, "Receipts of growth and pruning"));
        Assert.Equal(
            runs.Select(r => r.Arm)
                .Distinct()
                .Sum(a => runs.First(r => r.Arm == a).Run.Ledger.DistinctBy(e => e.Purpose).Count()),
            Rows(page, "Compute, time and energy")
        );
        Assert.Equal(1, MadeWith().Count(page));
        Assert.Contains(
            outcome.IsoAccuracy!.Reached ? "training reached the mean" : "training did not reach",
            page,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_comparison_of_one_arm_has_a_page_too()
    {
        new Comparison(Plan, Data, Folder["compared"]).Run(Arms.Named(["scratch"]), 1);
        var outcome = Comparison.Read(Folder["compared"]);
        var page = ComparisonReport.Page(outcome, Comparison.ReadRuns(Folder["compared"], outcome));
        AssertSelfContained(page, figures: 2);
        Assert.DoesNotContain("Cumulative training reached", page, StringComparison.Ordinal);
        Assert.DoesNotContain("The lineage", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_comparison_whose_runs_are_gone_keeps_the_page_of_its_numbers()
    {
        var outcome = new Comparison(Plan, Data, Folder["compared"]).Run(Arms.Named(["cumulative"]), 1);
        Directory.Delete(Folder["compared/cumulative"], recursive: true);

        var page = ComparisonReport.Page(outcome, Comparison.ReadRuns(Folder["compared"], outcome));

        AssertSelfContained(page, figures: 2);
        Assert.Equal((1, 1), (Rows(page, "Arms"), Rows(page, "Runs")));
        Assert.DoesNotContain("Compute, time and energy", page, StringComparison.Ordinal);
    }

    // Well-formed as XML but for what HTML leaves open; nothing is loaded from elsewhere.
    private static void AssertSelfContained(string page, int figures)
    {
        var document = XDocument.Parse(
            page.Replace("<!doctype html>", "", StringComparison.Ordinal)
                .Replace("<meta charset=\"utf-8\">", "", StringComparison.Ordinal)
                .Replace(
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
                    "",
                    StringComparison.Ordinal
                )
        );
        var drawings = document.Descendants().Where(e => e.Name.LocalName == "svg").ToArray();
        Assert.Equal(figures, drawings.Length);
        Assert.All(drawings, d => Assert.True(d.Descendants().Count() > 20));
        Assert.DoesNotContain(
            document.Descendants(),
            e => e.Attributes().Any(a => a.Name.LocalName is "src" or "href" && !a.Value.StartsWith('#'))
        );
        Assert.DoesNotMatch(Loads(), page);
    }

    private static int Rows(string page, string section)
    {
        var part = page[page.IndexOf($"<h2>{section}</h2>", StringComparison.Ordinal)..];
        return Row()
            .Count(
                part[
                    part.IndexOf("<tbody>", StringComparison.Ordinal)..part.IndexOf(
                        "</tbody>",
                        StringComparison.Ordinal
                    )
                ]
            );
    }

    [GeneratedRegex("@import|url\\((?!#)|<script|<link")]
    private static partial Regex Loads();

    [GeneratedRegex("libtorch [0-9]")]
    private static partial Regex MadeWith();

    [GeneratedRegex("<tr>")]
    private static partial Regex Row();
}
