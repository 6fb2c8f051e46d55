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
    [InlineData(0, "0")]
    [InlineData(3.14e-7, "3.1e-7")]
    [InlineData(0.9612, "0.96")]
    [InlineData(12.5, "12.5")]
    [InlineData(3140, "3.1e3")]
    public void Scientific(double number, string text) => Assert.Equal(text, NumberText.Scientific(number));

    [Theory]
    [InlineData(14.714285, "14.71")]
    [InlineData(4.6000000000000005, "4.6")]
    [InlineData(3, "3")]
    public void Epochs(double number, string text) => Assert.Equal(text, NumberText.Epochs(number));

    [Theory]
    [InlineData(1, "thread", "1 thread")]
    [InlineData(0, "thread", "0 threads")]
    [InlineData(12_345, "image", "12,345 images")]
    [InlineData(2, "class", "2 classes")]
    public void One_is_no_plural(long number, string one, string text) => Assert.Equal(text, Counted.Of(number, one));

    [Theory]
    [InlineData(0, "0 J")]
    [InlineData(20.34, "20.34 J")]
    [InlineData(0.02, "20.0 mJ")]
    [InlineData(4600, "4.6 kJ")]
    public void Joules(double joules, string text) => Assert.Equal(text, NumberText.Joules(joules));
}
