using System.Globalization;
using Accrete.Blueprints;
using Accrete.Blueprints.Layers;
using Accrete.Cumulative;
using Accrete.Growth;
using ScottPlot;

namespace Accrete.Reports;

/// <summary>
/// Draws the networks of a run, one below the other: a bar for each layer, as high as the layer is wide.
/// </summary>
internal static class LineageFigure
{
    private const int HeightOfStage = 120;
    private const int HeightOfRest = 140;
    private const int SpaceForNames = 80;
    private const int MostNames = 20;
    private const double HalfBar = 0.4;
    private const double HalfRow = 0.46;

    private static readonly Color Kept = Color.FromHex("#2563eb");
    private static readonly Color Fresh = Color.FromHex("#93c5fd");
    private static readonly Color Removed = Color.FromHex("#f59e0b");

    /// <summary>The figure as SVG; nothing where no layer but the last has weights.</summary>
    /// <param name="stages">What each stage did; at least one.</param>
    public static string Svg(IReadOnlyList<StageOutcome> stages)
    {
        if (Widths(stages[^1].Blueprint).Count == 0)
        {
            return "";
        }

        using var plot = new Plot();
        // Layers are only added, so the last network has all of them.
        var layers = Widths(stages[^1].Blueprint).Keys.ToArray();
        var widest = stages.SelectMany(s => Widths(s.Blueprint).Values).Max();
        for (var i = 0; i < stages.Count; i++)
        {
            Draw(plot, -i, widest, layers, Lineage(stages, i));
        }

        Name(plot, stages, layers);
        return PlotSvg.Of(plot, (stages.Count * HeightOfStage) + HeightOfRest);
    }

    // How many channels each layer has, how many of them it had before, and how many the next stage has no room for.
    private static Dictionary<string, (int Width, int Inherited, int Removed)> Lineage(
        IReadOnlyList<StageOutcome> stages,
        int at
    )
    {
        var before = at == 0 ? [] : Remaining(stages[at - 1].Blueprint, stages[at].Receipts);
        var after = at == stages.Count - 1 ? null : Remaining(stages[at].Blueprint, stages[at + 1].Receipts);
        return Widths(stages[at].Blueprint)
            .ToDictionary(
                l => l.Key,
                l =>
                    (
                        l.Value,
                        Math.Min(l.Value, before.GetValueOrDefault(l.Key)),
                        after is null ? 0 : l.Value - after[l.Key]
                    )
            );
    }

    // The widths that pruning left, before the network grew.
    private static Dictionary<string, int> Remaining(Blueprint blueprint, IReadOnlyList<Receipt> receipts)
    {
        var widths = receipts.FirstOrDefault(r => r.Kind == Receipt.Prune)?.Detail.Widths;
        var groups = new ChannelGroups(blueprint);
        return Widths(blueprint)
            .ToDictionary(
                l => l.Key,
                l =>
                    widths is null
                        ? l.Value
                        : (int)
                            groups
                                .Output(l.Key)
                                .Sum(s =>
                                    (long)
                                        Math.Clamp(
                                            widths.TryGetValue(s.Group, out var changed) ? changed[1] : s.Channels,
                                            0,
                                            s.Channels
                                        )
                                )
            );
    }

    // The last layer has a logit for each class in all of them.
    private static Dictionary<string, int> Widths(Blueprint blueprint) =>
        blueprint
            .Costs.SkipLast(1)
            .Where(c => c.Layer.Has(LayerTraits.NewChannels))
            .ToDictionary(c => c.Layer.Name, c => c.Output.Channels);

    private static void Draw(
        Plot plot,
        double row,
        int widest,
        string[] layers,
        Dictionary<string, (int Width, int Inherited, int Removed)> lineage
    )
    {
        for (var x = 0; x < layers.Length; x++)
        {
            if (lineage.TryGetValue(layers[x], out var layer))
            {
                Bar(plot, x, row, (double)layer.Width / widest, Fresh);
                Bar(plot, x, row, (double)layer.Inherited / widest, Kept);
                Edges(plot, x, row, (double)layer.Width / widest, (double)layer.Removed / widest);
            }
        }
    }

    private static void Bar(Plot plot, double x, double row, double height, Color colour)
    {
        if (height > 0)
        {
            Fill(plot, x, row - (HalfRow * height), row + (HalfRow * height), colour);
        }
    }

    // What goes is taken off both edges of the bar.
    private static void Edges(Plot plot, double x, double row, double height, double removed)
    {
        if (removed > 0)
        {
            Fill(plot, x, row + (HalfRow * (height - removed)), row + (HalfRow * height), Removed);
            Fill(plot, x, row - (HalfRow * height), row - (HalfRow * (height - removed)), Removed);
        }
    }

    private static void Fill(Plot plot, double x, double from, double to, Color colour)
    {
        var bar = plot.Add.Rectangle(x - HalfBar, x + HalfBar, from, to);
        (bar.FillColor, bar.LineWidth) = (colour, 0);
    }

    private static void Name(Plot plot, IReadOnlyList<StageOutcome> stages, string[] layers)
    {
        plot.Axes.Left.SetTicks(
            [.. stages.Select((_, i) => (double)-i)],
            [
                .. stages.Select(s =>
                    string.Create(CultureInfo.InvariantCulture, $"stage {s.Index}: {s.ForwardMacs / 1e6:n1} M MACs")
                ),
            ]
        );
        if (layers.Length <= MostNames)
        {
            plot.Axes.Bottom.SetTicks([.. layers.Select((_, i) => (double)i)], layers);
            (plot.Axes.Bottom.TickLabelStyle.Rotation, plot.Axes.Bottom.TickLabelStyle.Alignment) = (
                -35,
                Alignment.MiddleRight
            );
            plot.Axes.Bottom.MinimumSize = SpaceForNames;
        }
        else
        {
            plot.Axes.Bottom.SetTicks([], []);
            plot.Axes.Bottom.Label.Text = string.Create(
                CultureInfo.InvariantCulture,
                $"{layers.Length} layers, from the image to the classes"
            );
            plot.Axes.Bottom.Label.Bold = false;
        }

        plot.Axes.SetLimits(-1, layers.Length, -stages.Count + 0.45, 0.55);
        plot.HideGrid();
        plot.Legend.ManualItems.AddRange([
            Item("new channels", Fresh),
            Item("kept from the stage before", Kept),
            Item("no room in the next stage", Removed),
        ]);
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.ShowLegend(Edge.Top);
    }

    private static LegendItem Item(string text, Color colour) => new() { LabelText = text, FillColor = colour };
}
