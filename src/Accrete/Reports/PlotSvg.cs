using ScottPlot;

namespace Accrete.Reports;

/// <summary>Plots as SVG that stands inside a page.</summary>
internal static class PlotSvg
{
    private const int Width = 900;

    // Without fonts, as in many containers, nothing is written, and no error said.
    private const string NoFonts =
        "<p>The machine that drew this has no fonts, so the figure has no labels. Install some (Debian: "
        + "fonts-dejavu-core), then 'accrete report' draws it anew.</p>";

    /// <summary>
    /// The plot without an XML declaration, and with a view box, so that it fits any width; where nothing could be
    /// written in it, a line says why.
    /// </summary>
    public static string Of(Plot plot, int height)
    {
        var svg = plot.GetSvgXml(Width, height);
        var lettered = svg.Contains("<text", StringComparison.Ordinal);
        return svg[svg.IndexOf("<svg", StringComparison.Ordinal)..]
                .Replace(
                    $"width=\"{Width}\" height=\"{height}\">",
                    $"viewBox=\"0 0 {Width} {height}\" font-family=\"system-ui, sans-serif\">",
                    StringComparison.Ordinal
                ) + (lettered ? "" : NoFonts);
    }
}
