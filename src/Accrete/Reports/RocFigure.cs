using Accrete.Robustness.Detection;
using ScottPlot;

namespace Accrete.Reports;

/// <summary>Draws how many images of an attack are noticed, against how many clean ones are by mistake.</summary>
internal static class RocFigure
{
    private const int Height = 420;

    // More lines than these cannot be told apart.
    private static readonly string[] Drawn =
    [
        MutualInference.ScoreName,
        "divergence",
        "max-softmax",
        "feature-squeezing",
        "ensemble",
    ];

    /// <summary>A line for each of the scores that are compared, as SVG.</summary>
    /// <param name="detectors">What each noticed; at least one.</param>
    public static string Svg(IReadOnlyList<DetectorResult> detectors)
    {
        using var plot = new Plot();
        plot.Axes.Bottom.Label.Text = "clean images called suspicious (%)";
        plot.Axes.Left.Label.Text = "images of the attack noticed (%)";
        plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        foreach (var detector in detectors.Where(d => Drawn.Contains(d.Name)))
        {
            double[] mistaken = [0, .. detector.Curve.Select(p => 100 * p.FalsePositiveRate)],
                noticed = [0, .. detector.Curve.Select(p => 100 * p.DetectionRate)];
            var line = plot.Add.Scatter(mistaken, noticed);
            (line.LegendText, line.Color, line.LineWidth, line.MarkerSize) = (
                detector.Name,
                ArmColours.At(Array.IndexOf(Drawn, detector.Name)),
                2,
                0
            );
        }

        plot.ShowLegend(Alignment.LowerRight);
        plot.Axes.SetLimits(0, 100, 0, 101);
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(.08);
        return PlotSvg.Of(plot, Height);
    }
}
