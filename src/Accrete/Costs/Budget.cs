using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Accrete.Networks;

namespace Accrete.Costs;

/// <summary>
/// A budget of a run: time, compute or energy, written as <c>10min</c>, <c>2e15macs</c> or <c>50kJ</c>.
/// </summary>
/// <param name="Amount">The amount, above 0.</param>
/// <param name="Unit">The unit.</param>
[JsonConverter(typeof(BudgetJson))]
public sealed partial record Budget(double Amount, BudgetUnit Unit)
{
    // Of any unit: no step takes less.
    private const double Least = 1e-3;

    // Thirty years, as many multiply-accumulates as can be counted, and a large power station's day.
    private static readonly Dictionary<BudgetUnit, double> Most = new()
    {
        [BudgetUnit.Seconds] = 1e9,
        [BudgetUnit.Macs] = 9e18,
        [BudgetUnit.Joules] = 1e14,
    };

    private static readonly Dictionary<string, (BudgetUnit Unit, double Factor)> Units = new(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["s"] = (BudgetUnit.Seconds, 1),
        ["min"] = (BudgetUnit.Seconds, 60),
        ["h"] = (BudgetUnit.Seconds, 3600),
        ["macs"] = (BudgetUnit.Macs, 1),
        ["J"] = (BudgetUnit.Joules, 1),
        ["kJ"] = (BudgetUnit.Joules, 1e3),
        ["Wh"] = (BudgetUnit.Joules, 3600),
        ["kWh"] = (BudgetUnit.Joules, 3.6e6),
    };

    private string Symbol =>
        Unit == BudgetUnit.Seconds ? "s"
        : Unit == BudgetUnit.Macs ? "macs"
        : "J";

    /// <summary>Reads a budget.</summary>
    /// <exception cref="InvalidInputException">Throws if the text is not a number above 0 with a known
    /// unit.</exception>
    public static Budget Parse(string text)
    {
        var parts = Form().Match(text);
        if (
            !parts.Success
            || !Units.TryGetValue(parts.Groups[2].Value, out var unit)
            || !double.TryParse(
                parts.Groups[1].ValueSpan,
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var number
            )
            || !(number > 0)
        )
        {
            throw new InvalidInputException(
                $"budget: is '{GivenText.Shown(text)}', but must be a number above 0 with a unit "
                    + $"({string.Join(", ", Units.Keys)}), such as 10min, 2e15macs or 50kJ."
            );
        }

        var budget = new Budget(number * unit.Factor, unit.Unit);
        return budget.Amount < Least
                ? throw new InvalidInputException(
                    $"budget: is '{GivenText.Shown(text)}', but {budget with { Amount = Least }} is the least; "
                        + "give more, or leave it out for no limit."
                )
            : budget.Amount <= Most[unit.Unit] ? budget
            : throw new InvalidInputException(
                $"budget: is '{GivenText.Shown(text)}', but {budget with { Amount = Most[unit.Unit] }} is the "
                    + "most; give less, or leave it out for no limit."
            );
    }

    /// <summary>Computes how much of this budget's unit a ledger holds.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="model">The model for energy that was not measured.</param>
    /// <param name="precision">The precision in which networks computed.</param>
    public double SpentOn(Ledger ledger, EnergyModel model, Precision precision)
    {
        var all = ledger.Total();
        return Unit switch
        {
            BudgetUnit.Macs => ledger.Cost().Macs,
            BudgetUnit.Seconds => all.Seconds,
            _ => all.Joules ?? model.Joules(all.Macs, all.Words, precision),
        };
    }

    /// <summary>Writes the budget in the form in which it can be read.</summary>
    public override string ToString() => AskedNumber.Text(Amount) + Symbol;

    /// <summary>The budget as plans hold it, by whose text they are known again.</summary>
    internal string Stored() => Amount.ToString("R", CultureInfo.InvariantCulture) + Symbol;

    [GeneratedRegex(@"^\s*([0-9.]+(?:[eE][+-]?[0-9]+)?)\s*([A-Za-z]+)\s*$")]
    private static partial Regex Form();
}
