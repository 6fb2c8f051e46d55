using Accrete.Cli.Terminal;

namespace Accrete.Tests.Cli.Terminal;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(999, "999")]
    [InlineData(999.96, "1.0 k")]
    [InlineData(398_136_320, "398.1 M")]
    [InlineData(10.2e12, "10.2 T")]
    public void Short(double number, string text) => Assert.Equal(text, NumberText.Short(number));

    [Theory]
    [InlineData(0, "0 J")]
    [InlineData(20.34, "20.34 J")]
    [InlineData(0.02, "20.0 mJ")]
    [InlineData(4600, "4.6 kJ")]
    public void Joules(double joules, string text) => Assert.Equal(text, NumberText.Joules(joules));
}
