using System.Globalization;
using Accrete.Robustness.Detection;
using static Accrete.Reports.HtmlPage;

namespace Accrete.Reports;

/// <summary>A study of detection as one self-contained HTML page.</summary>
internal static class DetectionReport
{
    /// <summary>The page.</summary>
    public static string Page(DetectionOutcome outcome) =>
        HtmlPage.Of(
            $"Mutual inference on {outcome.Dataset.Name}",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{outcome.Source}: {outcome.Members.Count} networks of one lineage asked together; thresholds "
                    + $"from {outcome.ValidationImages:n0} clean images, measured on {outcome.CleanImages:n0} "
                    + $"others; seed {outcome.Seed}"
            ),
            $"""
            <h2>Networks</h2>{Members(outcome)}
            <h2>Attack detection: area under the ROC curve</h2>{Table(outcome, d => d.Auc, "f3")}
            {Aside(
                "Of the images that an attack changed so that the last network takes them for something else, in 8 "
                    + "bits, against clean images that nobody touched; 0.5 is chance. \"knows\" says whose gradients the "
                    + "attacker has: those of the last network, of the whole family, of the detector too, or only of "
                    + "an independent network (transfer)."
            )}
            <h2>Attack detection rate at 5 % false positives</h2>{Table(outcome, d => 100 * d.DetectionRateAt5Fpr, "f1")}
            {Aside("In %, at the threshold that 5 % of the validation images exceed.")}
            {string.Concat(outcome.Attacks.Where(a => a.Detectors.Count > 0).Select(Curve))}
            <h2>Noise and out-of-distribution images</h2>{Odd(outcome)}
            <h2>False positives</h2>{FalsePositives(outcome)}
            {(outcome.Promise is { } promise ? Aside($"{promise}.") : "")}
            <h2>Cost of mutual inference</h2>{Costs(outcome)}
            {Aside(
                "\"early\" asks small networks first, and no more of them once two in a row are sure of the same class."
            )}
            """
        );

    private static string Members(DetectionOutcome outcome) =>
        HtmlPage.Table(
            ["stage", "images", "MACs an image", "accuracy"],
            outcome.Members.Select(m =>
                Row($"{m.Stage}", $"{m.Input}", $"{m.ForwardMacs / 1e6:n1} M", $"{100 * m.Accuracy:f2} %")
            )
        );

    private static string Table(DetectionOutcome outcome, Func<DetectorResult, double> value, string format)
    {
        var names = outcome.Attacks.FirstOrDefault(a => a.Detectors.Count > 0)?.Detectors.Select(d => d.Name) ?? [];
        return HtmlPage.Table(
            ["attack", "knows", "size", "success", .. names.Select(n => Text(n))],
            outcome.Attacks.Select(a =>
                Row([
                    $"{a.Name}",
                    $"{a.Adaptive}",
                    $"{a.Norm} {a.Epsilon ?? a.MedianSize:0.###}{(a.Epsilon is null ? " (median)" : "")}",
                    $"{100 * a.SuccessRate:f1} %",
                    .. a.Detectors.Select(d =>
                        (FormattableString)$"{value(d).ToString(format, CultureInfo.InvariantCulture)}"
                    ),
                ])
            )
        );
    }

    private static string Curve(DetectedAttack attack) =>
        $"<h2>{Text(attack.Name)} {Text(attack.Norm)}, knows "
        + $"{Text(attack.Adaptive)}</h2><figure>{RocFigure.Svg(attack.Detectors)}</figure>";

    private static string Odd(DetectionOutcome outcome) =>
        HtmlPage.Table(
            ["images", "number", "score", "area under the curve", "called suspicious"],
            outcome.Odd.SelectMany(o =>
                o.Detectors.Where(d => d.Name == MutualInference.ScoreName)
                    .Select(d =>
                        Row($"{o.Name}", $"{o.Images:n0}", $"{d.Name}", $"{d.Auc:f3}", $"{100 * d.DetectionRate:f1} %")
                    )
            )
        );

    private static string FalsePositives(DetectionOutcome outcome) =>
        HtmlPage.Table(
            ["score", "asked for", "on held-out clean images"],
            outcome.HeldOutFalsePositiveRates.Select(r =>
                Row($"{r.Key}", $"{100 * outcome.FalsePositiveRate:f1} %", $"{100 * r.Value:f1} %")
            )
        );

    private static string Costs(DetectionOutcome outcome) =>
        HtmlPage.Table(
            [
                "asked",
                "MACs an image",
                "ms an image",
                "accuracy",
                "called suspicious",
                .. outcome.Attacks.Select(a => $"{Text(a.Name)} {Text(a.Norm)}, {Text(a.Adaptive)}"),
            ],
            outcome.Costs.Select(c =>
                Row([
                    $"{c.Name}",
                    $"{c.Macs / 1e6:n1} M",
                    $"{c.Milliseconds:f2}",
                    $"{100 * c.Accuracy:f2} %",
                    $"{100 * c.FalsePositiveRate:f1} %",
                    .. c.DetectionRates.Select(r =>
                        (FormattableString)
                            $"{(r is { } rate ? (100 * rate).ToString("f1", CultureInfo.InvariantCulture) + " %" : "")}"
                    ),
                ])
            )
        );
}
