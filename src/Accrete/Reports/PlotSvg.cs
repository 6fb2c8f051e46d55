using ScottPlot;

namespace Accrete.Reports;

/// <summary>Plots as SVG that stands inside a page.</summary>
internal static class PlotSvg
{
    private const int Width = 900;

    /// <summary>The plot without an XML declaration, and with a view box, so that it fits any width.</summary>
    public static string Of(Plot plot, int height)
    {
        var svg = plot.GetSvgXml(Width, height);
        return svg[svg.IndexOf("<svg", StringComparison.Ordinal)..].Replace(
            $"width=\"{Width}\" height=\"{height}\">", $"viewBox=\"0 0 {Width} {height}\" font-family=\"system-ui, sans-serif\">", StringComparison.Ordinal);
    }
}
