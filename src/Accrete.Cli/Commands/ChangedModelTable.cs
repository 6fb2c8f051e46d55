using Accrete.Cli.Terminal;
using Accrete.Growth;
using Spectre.Console;

namespace Accrete.Cli.Commands;

/// <summary>A model that was grown or pruned, before and after, as people read it.</summary>
internal static class ChangedModelTable
{
    public static void Print(ChangedModel model, IAnsiConsole console)
    {
        console.WriteLine(
            $"{model.File}: {model.Network} for images of {string.Join('x', model.Input)}, "
                + $"{Counted.Of(model.Classes, "class")}"
        );
        var table = new FigureTable().Words("").Numbers("before", "after");
        table.Row("parameters", NumberText.Count(model.Parameters[0]), NumberText.Count(model.Parameters[1]));
        table.Row("MACs an image", NumberText.Short(model.ForwardMacs[0]), NumberText.Short(model.ForwardMacs[1]));
        if (model.TestAccuracy is { } accuracy)
        {
            table.Row("test accuracy", NumberText.Share(accuracy[0]), NumberText.Share(accuracy[1]));
        }

        foreach (var (group, widths) in model.Widths)
        {
            table.Row($"width of {group}", NumberText.Count(widths[0]), NumberText.Count(widths[1]));
        }

        table.Print(console);
        if (model.Layers.Count > 0)
        {
            console.WriteLine($"Put in: {string.Join(", ", model.Layers)}.");
        }

        foreach (var receipt in model.Receipts)
        {
            console.WriteLine(Text(receipt));
        }

        console.WriteLine(
            model.MeasuredOn is { } set
                ? $"Measured on {NumberText.Count(model.Images)} training images of {set}."
                : $"Measured on {NumberText.Count(model.Images)} drawn images, not real ones; name some with --data."
        );
    }

    private static string Text(Receipt receipt) =>
        $"{receipt.Kind}: a logit changed by at most {NumberText.Scientific(receipt.MaxLogitChangeEval)} of "
        + $"the largest, in train mode by {NumberText.Scientific(receipt.MaxLogitChangeTrain)}"
        + (receipt.Kind == Receipt.Prune ? ": pruning is not exact." : ".");
}
