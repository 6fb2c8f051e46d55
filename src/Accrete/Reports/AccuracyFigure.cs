using Accrete.Cumulative;
using ScottPlot;

namespace Accrete.Reports;

/// <summary>Draws how accuracy grew with compute, stage by stage.</summary>
internal static class AccuracyFigure
{
    private const double Tera = 1e12;

    /// <summary>
    /// Accuracy on test images and on training batches against multiply-accumulates of training, as SVG.
    /// </summary>
    /// <param name="metrics">The lines of a run.</param>
    public static string Svg(IReadOnlyList<MetricsLine> metrics)
    {
        using var figure = new AccuracyPlot("training compute (10¹² multiply-accumulates)");
        AddStages(figure.Plot, metrics);
        Add(figure.Plot, "training batches", metrics, m => m.TrainAccuracy, Color.FromHex("#a3aab8"));
        Add(
            figure.Plot,
            "test images",
            [.. metrics.Where(m => m.TestAccuracy is not null)],
            m => m.TestAccuracy!.Value,
            Color.FromHex("#2563eb")
        );
        return figure.Svg();
    }

    private static void Add(
        Plot plot,
        string name,
        IReadOnlyList<MetricsLine> metrics,
        Func<MetricsLine, double> accuracy,
        Color color
    )
    {
        var line = plot.Add.Scatter(
            metrics.Select(m => m.TrainingMacs / Tera).ToArray(),
            metrics.Select(m => 100 * accuracy(m)).ToArray()
        );
        (line.LegendText, line.Color, line.LineWidth, line.MarkerSize) = (name, color, 2, 6);
    }

    private static void AddStages(Plot plot, IReadOnlyList<MetricsLine> metrics)
    {
        var begin = 0.0;
        foreach (var stage in metrics.GroupBy(m => m.Stage))
        {
            var end = stage.Max(m => m.TrainingMacs) / Tera;
            if (stage.Key % 2 == 0)
            {
                // Every second stage has a tinted ground, so that growth can be seen without a word on it.
                plot.Add.HorizontalSpan(begin, end, Color.FromHex("#f1f5f9"));
            }

            begin = end;
        }
    }
}
