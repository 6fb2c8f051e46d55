using ScottPlot;

namespace Accrete.Reports;

/// <summary>Accuracy against something that it cost: the one look of such figures.</summary>
internal sealed class AccuracyPlot : IDisposable
{
    private const int Width = 900;
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

    /// <summary>The figure, from a cost of 0 on. Without an XML declaration it can stand inside a page, and with a view box it fits any width.</summary>
    public string Svg()
    {
        Plot.ShowLegend(Alignment.LowerRight);
        Plot.Axes.AutoScale();
        Plot.Axes.SetLimitsX(0, Plot.Axes.GetDataLimits().Right * 1.02);
        Plot.Grid.MajorLineColor = Colors.Black.WithAlpha(.08);
        var svg = Plot.GetSvgXml(Width, Height);
        return svg[svg.IndexOf("<svg", StringComparison.Ordinal)..].Replace(
            $"width=\"{Width}\" height=\"{Height}\">", $"viewBox=\"0 0 {Width} {Height}\" font-family=\"system-ui, sans-serif\">", StringComparison.Ordinal);
    }

    public void Dispose() => Plot.Dispose();
}
