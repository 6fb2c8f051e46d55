using System.Globalization;
using Accrete.Blueprints;
using Accrete.Costs;

namespace Accrete.Cli.Terminal;

/// <summary>Numbers as people read them; the same in every country.</summary>
internal static class NumberText
{
    private static readonly string[] Large = ["", " k", " M", " G", " T", " P", " E"];
    private static readonly string[] Small = ["", " m", " µ", " n"];

    /// <summary>A count with separators: <c>12,345</c>.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A large number in four digits: <c>398.1 M</c>.</summary>
    public static string Short(double number)
    {
        var step = 0;
        // 999.95 would be written as 1,000.0.
        while (Math.Abs(number) >= 999.95 && step < Large.Length - 1)
        {
            number /= 1000;
            step++;
        }

        return number.ToString(step == 0 ? "0.##" : "0.0", CultureInfo.InvariantCulture) + Large[step];
    }

    /// <summary>A part of a whole: <c>12.3 %</c>.</summary>
    public static string Share(double part) => (100 * part).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>Height and width of images: <c>32 x 24</c>, and one number for squares.</summary>
    public static string Size(ImageShape shape) =>
        shape.Height == shape.Width ? $"{shape.Height}" : $"{shape.Height} x {shape.Width}";

    /// <summary>A number as short as it can be: <c>0.5</c>.</summary>
    public static string Plain(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Epochs, of which parts count: <c>14.71</c>.</summary>
    public static string Epochs(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A number of any size in two digits: <c>3.1e-7</c>, <c>0.96</c>.</summary>
    public static string Scientific(double number) =>
        number.ToString(
            number == 0 || Math.Abs(number) is >= 0.01 and < 1000 ? "0.##" : "0.0e0",
            CultureInfo.InvariantCulture
        );

    /// <summary>A budget: <c>3:00</c>, <c>2.0 PMAC</c>, <c>1.5 kJ</c>.</summary>
    public static string Amount(Budget budget) =>
        budget.Unit switch
        {
            BudgetUnit.Seconds => Clock.Text(budget.Amount),
            BudgetUnit.Macs => $"{Short(budget.Amount)}MAC",
            _ => Joules(budget.Amount),
        };

    /// <summary>Energy: <c>1.5 kJ</c>, <c>23.0 mJ</c>.</summary>
    public static string Joules(double joules)
    {
        var step = 0;
        while (joules is > 0 and < 0.99995 && step < Small.Length - 1)
        {
            joules *= 1000;
            step++;
        }

        var text = step == 0 ? Short(joules) : joules.ToString("0.0", CultureInfo.InvariantCulture) + Small[step];
        return text.Contains(' ', StringComparison.Ordinal) ? $"{text}J" : $"{text} J";
    }
}
