using System.Globalization;

namespace Accrete.Bench.Reports;

/// <summary>Figures as people read them: the columns of every table.</summary>
internal static class FigureText
{
    public static IReadOnlyList<string> Columns { get; } = ["", "median", "least", "most", "unit", "goal"];

    public static IReadOnlyList<string> Cells(Figure figure)
    {
        var (value, varies) = (figure.Value, figure.Value.Least < figure.Value.Most);
        return
        [
            figure.Name,
            Number(value.Median),
            varies ? Number(value.Least) : "",
            varies ? Number(value.Most) : "",
            figure.Unit,
            figure.Goal ?? "",
        ];
    }

    // Three digits that count, and whole numbers whole.
    private static string Number(double value) =>
        Math.Abs(value) switch
        {
            >= 100 => value.ToString("f0", CultureInfo.InvariantCulture),
            >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
            _ => value.ToString("0.00", CultureInfo.InvariantCulture),
        };
}
