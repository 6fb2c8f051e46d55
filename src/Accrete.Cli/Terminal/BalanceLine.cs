using Accrete.Datasets;
using Spectre.Console;

namespace Accrete.Cli.Terminal;

/// <summary>
/// What accuracy over all images hides: classes that are never right, and classes of very unequal size.
/// </summary>
internal static class BalanceLine
{
    private const double Unequal = 10;
    private const int MostNames = 5;
    private const int MostOfAName = 30;

    /// <summary>Prints it, where there is something to say.</summary>
    /// <param name="accuracy">Of each class the fraction that is right; null where that is not known.</param>
    /// <param name="data">The images.</param>
    /// <param name="balance">How its training evened classes out.</param>
    /// <param name="console">Where to.</param>
    /// <param name="source">The model that is spoken of; null where there is only one.</param>
    public static void Print(
        IReadOnlyList<double?>? accuracy,
        Dataset data,
        ClassBalance balance,
        IAnsiConsole console,
        string? source = null
    )
    {
        if (
            accuracy is not null
            && Of(accuracy, data.Classes, data.Train.CountByClass(data.Classes.Count), balance) is { } line
        )
        {
            console.WriteLine(source is null ? line : $"{Printable.Of(source)}: {line}");
        }
    }

    /// <summary>
    /// The line; null where each class is right at times and the largest is not more than ten times the smallest.
    /// </summary>
    /// <param name="accuracy">Of each class the fraction that is right; null for a class without test images.</param>
    /// <param name="classes">Their names.</param>
    /// <param name="trainImages">How many training images each has.</param>
    /// <param name="balance">How training evened them out.</param>
    public static string? Of(
        IReadOnlyList<double?> accuracy,
        IReadOnlyList<string> classes,
        IReadOnlyList<int> trainImages,
        ClassBalance balance
    )
    {
        string[] found = [.. NeverRight(accuracy, classes), .. Sizes(accuracy, trainImages, balance)];
        return found.Length == 0 || accuracy.Average() is not { } balanced
            ? null
            : $"Balanced accuracy {NumberText.Share(balanced)}: {string.Join("; ", found)}.";
    }

    private static IEnumerable<string> NeverRight(IReadOnlyList<double?> accuracy, IReadOnlyList<string> classes)
    {
        string[] never = [.. classes.Where((_, i) => accuracy[i] == 0)];
        if (never.Length > 0)
        {
            var names = string.Join(", ", never.Take(MostNames).Select(n => Printable.Shortened(n, MostOfAName)));
            var more = never.Length > MostNames ? $" and {NumberText.Count(never.Length - MostNames)} more" : "";
            var tested = Counted.Of(accuracy.Count(a => a is not null), "class");
            var are = never.Length == 1 ? "is" : "are";
            yield return $"{NumberText.Count(never.Length)} of {tested} {are} never right ({names}{more})";
        }
    }

    // A class of the model of which there is neither a training nor a test image is not of these images.
    private static IEnumerable<string> Sizes(
        IReadOnlyList<double?> accuracy,
        IReadOnlyList<int> trainImages,
        ClassBalance balance
    )
    {
        int[] counts = [.. trainImages.Where((n, i) => n > 0 || accuracy[i] is not null)];
        var (least, most) = (counts.Min(), counts.Max());
        if (most > Unequal * least)
        {
            var key = balance.ToString().ToLowerInvariant();
            var evenly =
                balance == ClassBalance.None
                    ? "data.balance can weigh or sample them evenly"
                    : $"evened out by data.balance = \"{key}\"";
            yield return $"training images are {NumberText.Count(most)} to {NumberText.Count(least)} a class "
                + $"({evenly})";
        }
    }
}
