using Accrete.Robustness;

namespace Accrete.Reports;

/// <summary>Draws how accuracy falls as noise on the pixels gets stronger.</summary>
internal static class NoiseFigure
{
    /// <summary>A line for each model, as SVG.</summary>
    /// <param name="models">The models; at least one.</param>
    /// <param name="noise">The kind: <c>gaussian</c>.</param>
    public static string Svg(IReadOnlyList<EvaluatedModel> models, string noise)
    {
        using var figure = new AccuracyPlot($"strength of {noise} noise, in parts of the pixel range");
        for (var i = 0; i < models.Count; i++)
        {
            var noisy = models[i].InputNoise.Where(n => n.Name == noise).ToArray();
            double[] strengths = [0, .. noisy.Select(n => n.Strength!.Value)];
            double[] accuracies = [100 * models[i].Test.Accuracy, .. noisy.Select(n => 100 * n.Accuracy)];
            var line = figure.Plot.Add.Scatter(strengths, accuracies);
            (line.LegendText, line.Color, line.LineWidth, line.MarkerSize) = (models[i].Source, ArmColours.At(i), 2, 6);
        }

        return figure.Svg(ScottPlot.Alignment.LowerLeft);
    }
}
