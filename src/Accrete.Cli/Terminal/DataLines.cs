using System.Globalization;
using Accrete.Blueprints;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Spectre.Console;

namespace Accrete.Cli.Terminal;

/// <summary>What was found where images were read, and what is done to them, in a few lines.</summary>
internal static class DataLines
{
    private const int Widest = 80;
    private const int Indent = 10;

    private const int MostOfAName = 30;

    // With less cut off, nobody misses it.
    private const double Considerable = 0.05;

    /// <summary>Prints them.</summary>
    public static void Print(Dataset data, DataPlan plan, IAnsiConsole console)
    {
        foreach (var line in Of(data, plan))
        {
            Print(line, console);
        }
    }

    /// <summary>Prints one, folded between words where it is too long.</summary>
    public static void Print((string Label, string Text) line, IAnsiConsole console)
    {
        foreach (var part in Folded(line.Label, line.Text, Math.Min(console.Profile.Width, Widest)))
        {
            console.WriteLine(part);
        }
    }

    /// <summary>The lines, each with what it is about.</summary>
    public static IEnumerable<(string Label, string Text)> Of(Dataset data, DataPlan plan)
    {
        yield return ("Data", data.Location is { } place ? $"{data.Name} ({place})" : data.Name);
        yield return ("Training", $"{Images(data.Train.Count)} of {Classes(data)}");
        yield return (
            "Test",
            data.Findings.TestImages is { } from ? $"{Images(data.Test.Count)}: {from}" : Images(data.Test.Count)
        );
        foreach (var line in OfPixels(data.Shape, data.Fit, data.Sizes))
        {
            yield return line;
        }

        yield return ("Varied", Varied(data, plan));
        foreach (var warning in data.Findings.Warnings())
        {
            yield return ("Note", warning);
        }
    }

    /// <summary>Which sizes images had, and how they are brought to one.</summary>
    public static IEnumerable<(string Label, string Text)> OfPixels(ImageShape shape, ImageFit fit, ImageSizes? sizes)
    {
        var made = $"{shape.Width}x{shape.Height} {(shape.Channels == 1 ? "grey" : "RGB")}";
        if (
            sizes is null
            || (sizes.Smallest == sizes.Largest && sizes.Smallest == new ImageSize(shape.Width, shape.Height))
        )
        {
            yield return ("Read as", made);
            yield break;
        }

        yield return (
            "Sizes",
            sizes.Smallest == sizes.Largest
                ? $"all {sizes.Median}"
                : $"{sizes.Smallest} to {sizes.Largest}, median {sizes.Median}"
        );
        yield return ("Read as", $"{made}, {Fitted(fit, sizes)}");
    }

    /// <summary>A line broken between words, its further parts indented.</summary>
    public static IEnumerable<string> Folded(string label, string text, int width)
    {
        var line = label.PadRight(Indent);
        var empty = true;
        foreach (var word in Printable.Of(text).Split(' '))
        {
            if (!empty && line.GetCellWidth() + 1 + word.GetCellWidth() > width)
            {
                yield return line;
                (line, empty) = (new string(' ', Indent), true);
            }

            line += empty ? word : $" {word}";
            empty = false;
        }

        yield return line;
    }

    private static string Images(long count) => Counted.Of(count, "image");

    private static string Classes(Dataset data)
    {
        var counts = data.Train.CountByClass(data.Classes.Count);
        var many = Counted.Of(counts.Length, "class");
        var (least, most) = (counts.Min(), counts.Max());
        var each = data.Classes.Zip(counts, (name, count) => $"{Name(name)} {NumberText.Count(count)}");
        var all = $"{many}: {string.Join(", ", each)}";
        return all.Length <= (2 * (Widest - Indent)) - 30 ? all
            : least == most ? $"{many}, {NumberText.Count(most)} of each"
            : $"{many}, {NumberText.Count(least)} ({Name(data.Classes[Array.IndexOf(counts, least)])}) to "
                + $"{NumberText.Count(most)} ({Name(data.Classes[Array.IndexOf(counts, most)])}) of each";
    }

    private static string Name(string name) => Printable.Shortened(name, MostOfAName);

    private static string Fitted(ImageFit fit, ImageSizes sizes) =>
        fit switch
        {
            ImageFit.Pad => "whole, with black beside those that are not square",
            ImageFit.Stretch => "whole, stretched to a square",
            _ when sizes.CutOff >= Considerable => string.Create(
                CultureInfo.InvariantCulture,
                $"cut to their middle square: on average {100 * sizes.CutOff:0} % of an image is not seen "
                    + $"(data.fit = \"pad\" or \"stretch\" takes the whole)"
            ),
            _ when sizes.CutOff > 0 => "cut to their middle square",
            _ => "scaled",
        };

    private static string Varied(Dataset data, DataPlan plan)
    {
        string[] changes =
        [
            .. plan.Crop > 0 ? [$"shifted by up to {Counted.Of(plan.Crop, "pixel")}"] : (string[])[],
            .. plan.Cutout > 0 ? [$"a square of {Counted.Of(plan.Cutout, "pixel")} blanked"] : (string[])[],
            plan.Flip == true ? "mirrored at random"
            : data.CanBeMirrored is null ? "not mirrored (data.flip = true mirrors, where it changes no class)"
            : "not mirrored",
        ];
        return string.Join(", ", changes);
    }
}
