using System.Globalization;
using Accrete.Machine;

namespace Accrete.Tests.Weaver;

public sealed class NumbersUnderTheCollectorTests
{
    private const string RoundsVariable = "ACCRETE_NUMBER_ROUNDS";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NoNumberIsFreedWhileItIsRead(bool all)
    {
        var wanted = Environment.GetEnvironmentVariable(RoundsVariable) is { Length: > 0 } rounds
            ? long.Parse(rounds, CultureInfo.InvariantCulture)
            : 10_000;
        var stress = NumberStress.Run(
            all ? NumberOperation.All : [NumberOperation.TenInARow],
            wanted,
            TimeSpan.FromSeconds(wanted > 10_000 ? 86_400 : 3)
        );
        TestContext.Current.SendDiagnosticMessage(stress.ToString());

        Assert.True(stress.Failures.Count == 0, stress.ToString());
        Assert.InRange(stress.Rounds, 1, long.MaxValue);
        Assert.InRange(stress.Collections, 1, int.MaxValue);
    }

    [Fact]
    public void EveryOperationWithANumberThatAccreteUsesIsTried()
    {
        var numbers = new NumbersInUse();
        var tried = numbers.In(
            typeof(NumberOperation).Assembly.Location,
            t => t.FullName.StartsWith(typeof(NumberOperation).FullName!, StringComparison.Ordinal)
        );
        var used = numbers
            .In(typeof(LibTorch).Assembly.Location, _ => true)
            .Union(numbers.In(typeof(Accrete.Cli.CommandLine).Assembly.Location, _ => true))
            .ToList();

        Assert.InRange(used.Count, 30, 1000);
        Assert.True(
            used.All(tried.Contains),
            $"Add these to {nameof(NumberOperation)}.{nameof(NumberOperation.All)}: "
                + $"{string.Join("; ", used.Except(tried))}"
        );
    }
}
