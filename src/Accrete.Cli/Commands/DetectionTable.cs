using System.Globalization;
using Accrete.Cli.Terminal;
using Accrete.Robustness.Detection;
using Spectre.Console;

namespace Accrete.Cli.Commands;

/// <summary>A study of detection as people read it.</summary>
internal static class DetectionTable
{
    // What fits a terminal; the page has all.
    private static readonly string[] Shown =
    [
        MutualInference.ScoreName,
        "divergence",
        "max-softmax",
        "feature-squeezing",
        "ensemble",
    ];

    public static void Print(DetectionOutcome outcome, IAnsiConsole console)
    {
        string[] names = [.. Shown.Where(n => outcome.Attacks.Any(a => a.Detectors.Any(d => d.Name == n)))];
        var table = new FigureTable()
            .Words("attack", "knows")
            .Numbers(["success", .. names])
            .Without("ensemble", "feature-squeezing", "divergence", "max-softmax");
        foreach (var attack in outcome.Attacks)
        {
            table.Row([
                $"{attack.Name} {attack.Norm}",
                attack.Adaptive,
                NumberText.Share(attack.SuccessRate),
                .. names.Select(n => Cell(attack.Detectors, n)),
            ]);
        }

        foreach (var odd in outcome.Odd)
        {
            table.Row([odd.Name, "", "", .. names.Select(n => Cell(odd.Detectors, n))]);
        }

        table.Print(console);
        console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Area under the curve, and of the successful images the share noticed at 5 % false positives. "
                    + $"On held-out clean images {MutualInference.ScoreName} calls "
                    + $"{100 * outcome.HeldOutFalsePositiveRates[MutualInference.ScoreName]:f1} % suspicious."
            )
        );
        if (outcome.Promise is { } promise)
        {
            console.WriteLine($"{promise}.");
        }

        foreach (var cost in outcome.Costs)
        {
            console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"asking {cost.Name}: {NumberText.Short(cost.Macs)} MACs and {cost.Milliseconds:f2} ms an "
                        + $"image, accuracy {NumberText.Share(cost.Accuracy)}"
                )
            );
        }
    }

    private static string Cell(IReadOnlyList<DetectorResult> detectors, string name) =>
        detectors.FirstOrDefault(d => d.Name == name) is { } found
            ? string.Create(CultureInfo.InvariantCulture, $"{found.Auc:f3} {100 * found.DetectionRateAt5Fpr:f0}%")
            : "";
}
