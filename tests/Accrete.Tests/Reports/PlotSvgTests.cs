using Accrete.Reports;
using ScottPlot;

namespace Accrete.Tests.Reports;

public sealed class PlotSvgTests
{
    // On a machine without fonts no letter is drawn; a plot without axes has none on any machine.
    [Fact]
    public void A_figure_without_letters_says_what_is_missing()
    {
        var plot = new Plot();
        plot.HideAxesAndGrid();

        var svg = PlotSvg.Of(plot, 300);

        Assert.StartsWith("<svg", svg, StringComparison.Ordinal);
        Assert.Contains("viewBox=\"0 0 900 300\"", svg, StringComparison.Ordinal);
        Assert.EndsWith(
            "has no fonts, so the figure has no labels. Install some (Debian: fonts-dejavu-core), then "
                + "'accrete report' draws it anew.</p>",
            svg,
            StringComparison.Ordinal
        );
    }
}
