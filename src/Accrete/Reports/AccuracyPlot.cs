using ScottPlot;

namespace Accrete.Reports;

/// <summary>Accuracy against something that it cost: the one look of such figures.</summary>
internal sealed class AccuracyPlot : IDisposable
{
    private const int Height = 420;

    /// <param name="cost">What stands on the axis below.</param>
    public AccuracyPlot(string cost)
    {
        Plot.Axes.Bottom.Label.Text = cost;
        Plot.Axes.Left.Label.Text = "accuracy (%)";
        Plot.Axes.Bottom.Label.Bold = Plot.Axes.Left.Label.Bold = false;
    }

    /// <summary>What is drawn on.</summary>
    public Plot Plot { get; } = new();

    /// <summary>The figure, from a cost of 0 on.</summary>
    /// <param name="legend">The corner where no line ends.</param>
    public string Svg(Alignment legend = Alignment.LowerRight)
    {
        Plot.ShowLegend(legend);
        Plot.Axes.AutoScale();
        Plot.Axes.SetLimitsX(0, Plot.Axes.GetDataLimits().Right * 1.02);
        Plot.Grid.MajorLineColor = Colors.Black.WithAlpha(.08);
        return PlotSvg.Of(Plot, Height);
    }

    public void Dispose() => Plot.Dispose();
}
