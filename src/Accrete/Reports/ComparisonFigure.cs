using Accrete.Comparisons;
using ScottPlot;

namespace Accrete.Reports;

/// <summary>Draws what each arm of a comparison had reached when.</summary>
internal static class ComparisonFigure
{
    private const double Tera = 1e12;
    private const double Minute = 60;

    /// <summary>
    /// Accuracy on test images against multiply-accumulates of training, as SVG: a thin line a run, a large dot at the
    /// mean of the arm's ends.
    /// </summary>
    public static string AgainstCompute(ComparisonOutcome outcome) =>
        Svg(outcome, "training compute (10¹² multiply-accumulates)", p => p.TrainingMacs / Tera);

    /// <summary>The same against the time of training.</summary>
    public static string AgainstTime(ComparisonOutcome outcome) =>
        Svg(outcome, "time (minutes)", p => p.Seconds / Minute);

    private static string Svg(ComparisonOutcome outcome, string label, Func<CurvePoint, double> cost)
    {
        using var figure = new AccuracyPlot(label);
        foreach (var arm in outcome.Arms)
        {
            Add(figure.Plot, arm, ArmColours.At(Arms.All.Select(a => a.Name).ToList().IndexOf(arm.Name)), cost);
        }

        return figure.Svg();
    }

    private static void Add(Plot plot, ArmOutcome arm, Color colour, Func<CurvePoint, double> cost)
    {
        foreach (var run in arm.Runs)
        {
            var line = plot.Add.Scatter(
                run.Curve.Select(cost).ToArray(),
                run.Curve.Select(p => 100 * p.TestAccuracy).ToArray()
            );
            (line.Color, line.LineWidth, line.MarkerSize) = (colour.WithAlpha(.45), 1.5f, 0);
        }

        var end = new Coordinates(arm.Runs.Average(r => cost(r.Curve[^1])), 100 * arm.Mean);
        var mean = plot.Add.Scatter(end.X, end.Y);
        (mean.LegendText, mean.Color, mean.MarkerSize) = (arm.Name, colour, 9);
        if (arm.Std is { } deviation)
        {
            var spread = plot.Add.ErrorBar([end.X], [end.Y], [100 * deviation]);
            (spread.Color, spread.LineWidth) = (colour, 2);
        }
    }
}
