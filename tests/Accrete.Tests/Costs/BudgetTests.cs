using System.Text.Json;
using Accrete.Costs;
using Accrete.Networks;

namespace Accrete.Tests.Costs;

public sealed class BudgetTests
{
    [Theory]
    [InlineData("90s", 90, BudgetUnit.Seconds)]
    [InlineData("10min", 600, BudgetUnit.Seconds)]
    [InlineData(" 1.5 h ", 5400, BudgetUnit.Seconds)]
    [InlineData("2e15macs", 2e15, BudgetUnit.Macs)]
    [InlineData("3E+9 MACs", 3e9, BudgetUnit.Macs)]
    [InlineData("50kJ", 50_000, BudgetUnit.Joules)]
    [InlineData("7J", 7, BudgetUnit.Joules)]
    [InlineData("2Wh", 7200, BudgetUnit.Joules)]
    public void Is_a_number_with_a_unit(string text, double amount, BudgetUnit unit)
    {
        var budget = Budget.Parse(text);
        Assert.Equal(new Budget(amount, unit), budget);
        Assert.Equal(budget, Budget.Parse(budget.ToString()));
        Assert.Equal(budget, JsonSerializer.Deserialize<Budget>(JsonSerializer.Serialize(budget)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("min")]
    [InlineData("0s")]
    [InlineData("-3min")]
    [InlineData("10 apples")]
    [InlineData("1.2.3s")]
    [InlineData("0x10s")]
    [InlineData("1,000s")]
    [InlineData("nans")]
    public void Anything_else_is_an_error_that_names_it(string text)
    {
        var error = Assert.Throws<InvalidInputException>(() => Budget.Parse(text));
        Assert.Contains($"budget: is '{text}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("10min", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1e-300s", "0.001s is the least")]
    [InlineData("1e-9kJ", "0.001J is the least")]
    [InlineData("1e308h", "1e9s is the most")]
    [InlineData("9e999macs", "is the most")]
    public void So_is_what_no_run_could_take(string text, string says) =>
        Assert.Contains(
            says,
            Assert.Throws<InvalidInputException>(() => Budget.Parse(text)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void What_is_spent_is_what_the_unit_counts()
    {
        var ledger = new Ledger([Entry(Purpose.Forward, null), Entry(Purpose.Evaluation, null)]);
        Assert.Equal(20, Spent("1s", ledger));
        Assert.Equal(100, Spent("1macs", ledger));
        Assert.Equal(new EnergyModel().Joules(200, 2000, Precision.Float32), Spent("1J", ledger));
        Assert.Equal(14, Spent("1J", new Ledger([Entry(Purpose.Forward, 7), Entry(Purpose.Evaluation, 7)])));
    }

    private static double Spent(string budget, Ledger ledger) =>
        Budget.Parse(budget).SpentOn(ledger, new EnergyModel(), Precision.Float32);

    private static LedgerEntry Entry(Purpose purpose, double? joules) =>
        new(1, purpose, 100, 1000, 1, 1, 10, joules, joules is null ? null : "meter");
}
