namespace Accrete.Tests;

public sealed class AskedNumberTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.001, "0.001")]
    [InlineData(1e-9, "1e-9")]
    [InlineData(1.0000000000000002, "1.0000000000000002")]
    [InlineData(1_000_000, "1000000")]
    [InlineData(1e9, "1e9")]
    [InlineData(int.MaxValue, "2147483647")]
    [InlineData(9e18, "9e18")]
    [InlineData(-2.5e-7, "-2.5e-7")]
    public void A_number_is_written_as_it_can_be_given(double number, string text) =>
        Assert.Equal(text, AskedNumber.Text(number));
}
