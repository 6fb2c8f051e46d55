using System.Globalization;
using Accrete.Cli.Terminal;
using Accrete.Datasets;
using Spectre.Console;

namespace Accrete.Cli.Commands;

/// <summary>A network as people read it.</summary>
internal static class InspectTable
{
    private const int MostNames = 20;

    public static void Print(Inspected inspected, IReadOnlyList<InspectedLatency>? latency, IAnsiConsole console)
    {
        var blueprint = inspected.Blueprint;
        console.WriteLine(
            $"{blueprint.Name} for images of {blueprint.Input}, {Counted.Of(blueprint.Classes, "class")}"
        );
        var table = new FigureTable()
            .Words("layer", "kind")
            .Numbers("output", "parameters", "MACs", "share")
            .Without("share", "output", "kind");
        foreach (var costs in blueprint.Costs)
        {
            var layer = InspectedLayer.Of(costs);
            // What costs nothing stays empty, so that the eye finds what does.
            table.Row(
                layer.Name,
                layer.Kind,
                costs.Output.ToString(),
                layer.Parameters == 0 ? "" : NumberText.Count(layer.Parameters),
                layer.ForwardMacs == 0 ? "" : NumberText.Short(layer.ForwardMacs),
                layer.ForwardMacs == 0 ? "" : NumberText.Share((double)layer.ForwardMacs / blueprint.ForwardMacs)
            );
        }

        table.Total(
            "all",
            "",
            "",
            NumberText.Count(blueprint.ParameterCount),
            NumberText.Short(blueprint.ForwardMacs),
            NumberText.Share(1)
        );
        table.Print(console);
        console.WriteLine(
            $"{Counted.Of(blueprint.ParameterCount, "parameter")}; an image costs "
                + $"{NumberText.Short(blueprint.ForwardMacs)} MACs forward and "
                + $"{NumberText.Short(blueprint.TrainingMacs)} MACs in training."
        );
        if (latency is not null)
        {
            var times = latency.Select(l =>
                FormattableString.Invariant($"{l.Milliseconds:0.00} ms for {Counted.Of(l.Batch, "image")}")
            );
            console.WriteLine(
                $"A forward pass takes {string.Join(" and ", times)} "
                    + $"(float32, {Counted.Of(latency[0].Threads, "thread")})."
            );
        }

        if (inspected.ClassNames is { } names)
        {
            var more = names.Count > MostNames ? $" and {names.Count - MostNames} more" : "";
            console.WriteLine($"Classes: {string.Join(", ", names.Take(MostNames))}{more}.");
        }

        if (inspected.Preprocessing is { } preprocessing)
        {
            var each = preprocessing.Shape.Channels > 1 ? " for each channel" : "";
            console.WriteLine(
                $"Pixels from 0 to 1, less {Numbers(preprocessing.Mean)}, divided by "
                    + $"{Numbers(preprocessing.Deviation)}{each}. "
                    + $"An image that is not square is {Fitted(preprocessing.Fit)}."
            );
        }
    }

    private static string Fitted(ImageFit fit) =>
        fit switch
        {
            ImageFit.Pad => "shown whole, with black beside it",
            ImageFit.Stretch => "stretched to one",
            _ => "cut to its middle square",
        };

    private static string Numbers(IReadOnlyList<float> values) =>
        string.Join(' ', values.Select(v => v.ToString("0.0000", CultureInfo.InvariantCulture)));
}
