using Accrete.Training;

namespace Accrete.Tests.Training;

public sealed class AnnealingTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.1, 0.5)]
    [InlineData(0.2, 1)]
    [InlineData(0.6, 0.55)]
    [InlineData(1, 0.1)]
    [InlineData(1.5, 0.1)]
    public void Rises_in_a_line_and_falls_in_half_a_cosine(double spent, double factor) =>
        Assert.Equal(factor, new Annealing { Warmup = 0.2, Final = 0.1 }.Factor(spent), 12);

    [Fact]
    public void Without_warmup_it_starts_at_the_top() => Assert.Equal(1, new Annealing { Warmup = 0 }.Factor(0));

    [Fact]
    public void Never_rises_again_after_the_warmup()
    {
        var annealing = new Annealing();
        var factors = Enumerable.Range(50, 951).Select(i => annealing.Factor(i / 1000.0)).ToArray();
        Assert.Equal(factors.OrderDescending(), factors);
        Assert.Equal(0, factors[^1], 12);
    }
}
