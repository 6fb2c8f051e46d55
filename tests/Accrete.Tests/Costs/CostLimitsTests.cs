using Accrete.Blueprints;
using Accrete.Costs;

namespace Accrete.Tests.Costs;

public sealed class CostLimitsTests
{
    private static readonly Blueprint Network = Architectures.Find("vgg-small").Build(new ImageShape(3, 128, 128), 10);

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public void What_is_taken_and_what_is_allowed_never_read_the_same(long less)
    {
        var taken = (long)Demand.Of(Network).InferenceBytes(1);
        var words = Message(new CostLimits(Memory: taken - less)).Split(' ');
        var at = Array.IndexOf(words, "takes");
        Assert.NotEqual(words[at + 1], words[Array.IndexOf(words, "and") + 1]);
    }

    [Fact]
    public void A_large_difference_takes_no_more_digits() =>
        Assert.Matches(
            "takes [0-9]+ MB of memory at once, and 1 MB is the most",
            Message(new CostLimits(Memory: 1_000_000))
        );

    [Fact]
    public void Nor_do_operations() =>
        Assert.DoesNotMatch(
            @"takes (\S+) operations, and \1 are",
            Message(new CostLimits(Operations: (double)Demand.Of(Network).Operations - 1))
        );

    private static string Message(CostLimits limits) =>
        Assert.Throws<InvalidInputException>(() => limits.Check(Network, "network")).Message;
}
