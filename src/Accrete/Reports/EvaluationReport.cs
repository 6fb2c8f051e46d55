using System.Globalization;
using Accrete.Robustness;
using static Accrete.Reports.HtmlPage;

namespace Accrete.Reports;

/// <summary>An evaluation as one self-contained HTML page.</summary>
internal static class EvaluationReport
{
    // More do not fit a page.
    private const int MostClasses = 20;

    /// <summary>The page.</summary>
    public static string Page(EvaluationOutcome outcome) =>
        HtmlPage.Of(
            string.Join(", ", outcome.Models.Select(m => m.Network).Distinct())
                + $" on {outcome.Dataset.Name}, evaluated",
            $"{outcome.MeasuredOn}, clean and worse; seed {outcome.Seed}",
            $"""
            <h2>Models</h2>{Models(outcome)}
            {Noise(outcome)}
            {Corruptions(outcome)}
            {string.Concat(
                outcome.Models.Where(_ => outcome.Dataset.Classes.Count <= MostClasses).Select(m =>
                    Classes(m, outcome.Dataset.Classes)
                )
            )}
            """
        );

    private static string Models(EvaluationOutcome outcome) =>
        Table(
            [
                "model",
                "parameters",
                "MACs an image",
                "test",
                "balanced",
                "top 5",
                "train - test",
                "calibration error",
                "loss",
                "corrupted",
            ],
            outcome.Models.Select(m =>
                Row(
                    $"{m.Source}",
                    $"{m.Parameters:n0}",
                    $"{m.ForwardMacs / 1e6:n1} M",
                    $"{100 * m.Test.Accuracy:f2} %",
                    $"{100 * m.Test.BalancedAccuracy:f2} %",
                    $"{100 * m.Test.Top5:f2} %",
                    $"{(m.Gap is { } gap ? $"{100 * gap:f2} %" : "")}",
                    $"{100 * m.Test.CalibrationError:f2} %",
                    $"{m.Test.Loss:f3}",
                    $"{(m.CorruptedAccuracy is { } mean ? $"{100 * mean:f2} %" : "")}"
                )
            )
        )
        + string.Concat(
            outcome
                .Models.Where(m => m.LearnedImages > 0)
                .Select(m =>
                    Aside(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{m.Source}: {m.LearnedImages:n0} of the images are among those that it was "
                                + $"trained on; there it shows what it remembers, not what it can do."
                        )
                    )
                )
        )
        + Aside(
            "Balanced: the mean of the accuracies of the classes. Calibration error: the mean distance "
                + "between confidence and accuracy over 15 bins. Corrupted: mean accuracy over all corruptions "
                + "and severities."
        );

    private static string Noise(EvaluationOutcome outcome) =>
        outcome.Models[0].InputNoise.Count == 0
            ? ""
            : $"""
                <h2>Noise on pixels</h2><figure>{NoiseFigure.Svg(outcome.Models, "gaussian")}</figure>
                {Strengths(outcome, m => m.InputNoise)}
                <h2>Noise on weights</h2>{Strengths(outcome, m => m.WeightNoise)}
                {Aside(
                    "Strength: the standard deviation as a part of that of each tensor's values; mean of three draws."
                )}
                <h2>Noise from layer to layer</h2>{string.Concat(outcome.Models.Select(Propagation))}
                {Aside(
                    "The norm of what Gaussian noise of strength 0.1 on the pixels changes, as a part of the norm of "
                        + "what is said without it."
                )}
                """;

    private static string Strengths(
        EvaluationOutcome outcome,
        Func<EvaluatedModel, IReadOnlyList<DegradedAccuracy>> measured
    ) =>
        Table(
            ["noise", "strength", .. outcome.Models.Select(m => Text(m.Source))],
            Enumerable
                .Range(0, measured(outcome.Models[0]).Count)
                .Select(i =>
                {
                    var first = measured(outcome.Models[0])[i];
                    return Row([
                        $"{first.Name}",
                        $"{first.Strength:g3}",
                        .. outcome.Models.Select(m => (FormattableString)$"{100 * measured(m)[i].Accuracy:f1} %"),
                    ]);
                })
        );

    private static string Propagation(EvaluatedModel model) =>
        Table(
            [Text(model.Source), .. model.Propagation.Select(p => Text(p.Layer))],
            [Row([$"noise", .. model.Propagation.Select(p => (FormattableString)$"{p.Share:f2}")])]
        );

    private static string Corruptions(EvaluationOutcome outcome) =>
        outcome.Models[0].Corruptions.Count == 0
            ? ""
            : "<h2>Corruptions</h2>"
                + Table(
                    [
                        "corruption",
                        .. outcome.Models.SelectMany(m =>
                            Severities(m).Select(s => $"{Text(m.Source)}, {s}").Append($"{Text(m.Source)}, mean")
                        ),
                    ],
                    outcome
                        .Models[0]
                        .Corruptions.Select(c => c.Name)
                        .Distinct()
                        .Select(name =>
                            Row([
                                $"{name}",
                                .. outcome
                                    .Models.SelectMany(m =>
                                        WithMean(m.Corruptions.Where(c => c.Name == name).Select(c => c.Accuracy))
                                    )
                                    .Select(a => (FormattableString)$"{100 * a:f1}"),
                            ])
                        )
                )
                + Aside(
                    "Accuracy in % by severity, from 1 to 5, and their "
                        + $"mean.{(outcome.CorruptionsFrom is { } folder ? $" Images from {folder}." : "")}"
                );

    private static IEnumerable<double> WithMean(IEnumerable<double> accuracies) =>
        accuracies.Append(accuracies.Average());

    private static IEnumerable<int> Severities(EvaluatedModel model) =>
        model.Corruptions.Select(c => c.Severity).Distinct();

    private static string Classes(EvaluatedModel model, IReadOnlyList<string> classes) =>
        $"<h2>Classes: {Text(model.Source)}</h2>"
        + Table(
            ["right class", "accuracy", .. classes.Select(c => Text(c))],
            classes.Select(
                (name, label) =>
                    Row([
                        $"{name}",
                        $"{(model.Test.ClassAccuracy[label] is { } right ? $"{100 * right:f1} %" : "")}",
                        .. model.Test.Confusion[label].Select(n => (FormattableString)$"{n:n0}"),
                    ])
            )
        )
        + Aside("How often each class was the answer.");
}
