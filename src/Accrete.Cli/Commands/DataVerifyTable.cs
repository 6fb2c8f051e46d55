using Accrete.Blueprints;
using Accrete.Cli.Terminal;
using Spectre.Console;

namespace Accrete.Cli.Commands;

/// <summary>A data set that was read, as people read it.</summary>
internal static class DataVerifyTable
{
    // A longer list is shown only when its classes differ.
    private const int MostAlike = 20;

    public static void Print(DataVerifyDocument set, IAnsiConsole console)
    {
        console.WriteLine(
            $"{set.Name}: images of {string.Join('x', set.Shape)}, {Counted.Of(set.Classes.Count, "class")}"
        );
        console.WriteLine($"read from {set.Location}");
        console.WriteLine($"SHA-256 {set.Sha256}");
        foreach (
            var line in DataLines.OfPixels(new ImageShape(set.Shape[0], set.Shape[1], set.Shape[2]), set.Fit, set.Sizes)
        )
        {
            DataLines.Print(line, console);
        }

        var table = new FigureTable().Words("class").Numbers("train", "test");
        if (
            set.Classes.Count > MostAlike
            && set.Classes.Select(c => (c.TrainImages, c.TestImages)).Distinct().Count() == 1
        )
        {
            table.Row(
                $"each of {set.Classes.Count}",
                NumberText.Count(set.Classes[0].TrainImages),
                NumberText.Count(set.Classes[0].TestImages)
            );
        }
        else
        {
            foreach (var one in set.Classes)
            {
                table.Row(one.Name, NumberText.Count(one.TrainImages), NumberText.Count(one.TestImages));
            }
        }

        table.Total("all", NumberText.Count(set.TrainImages), NumberText.Count(set.TestImages));
        table.Print(console);
        foreach (var line in set.Findings.Lines())
        {
            console.WriteLine(Printable.Of(line));
        }
    }
}
