using Accrete.Cli.Terminal;
using Accrete.Datasets;

namespace Accrete.Tests.Cli.Terminal;

public sealed class BalanceLineTests
{
    private static readonly string[] Classes = ["ant", "bee", "cat"];

    [Theory]
    [InlineData(
        1.0,
        0.0,
        0.0,
        300,
        3,
        300,
        "Balanced accuracy 33.3 %: 2 of 3 classes are never right (bee, cat); training images are 300 to 3 a "
            + "class (data.balance can weigh or sample them evenly)."
    )]
    [InlineData(1.0, 0.5, 0.0, 9, 9, 9, "Balanced accuracy 50.0 %: 1 of 3 classes is never right (cat).")]
    [InlineData(
        1.0,
        0.5,
        0.3,
        101,
        10,
        50,
        "Balanced accuracy 60.0 %: training images are 101 to 10 a class (data.balance can weigh or sample "
            + "them evenly)."
    )]
    [InlineData(1.0, 0.5, 0.3, 100, 10, 50, null)]
    // Without training images nothing is said of them.
    [InlineData(1.0, 0.5, 0.3, 0, 0, 0, null)]
    [InlineData(
        1.0,
        0.5,
        0.3,
        10,
        10,
        0,
        "Balanced accuracy 60.0 %: training images are 10 to 0 a class (data.balance can weigh or sample them evenly)."
    )]
    // A class that these images do not have is neither wrong nor small.
    [InlineData(1.0, 0.5, null, 10, 10, 0, null)]
    [InlineData(1.0, 0.0, null, 10, 10, 0, "Balanced accuracy 50.0 %: 1 of 2 classes is never right (bee).")]
    public void Is_there_where_accuracy_hides_something(
        double? ant,
        double? bee,
        double? cat,
        int ants,
        int bees,
        int cats,
        string? line
    ) => Assert.Equal(line, BalanceLine.Of([ant, bee, cat], Classes, [ants, bees, cats], ClassBalance.None));

    [Theory]
    [InlineData(ClassBalance.Weights, "weights")]
    [InlineData(ClassBalance.Sampling, "sampling")]
    public void Says_what_evens_classes_out_already(ClassBalance balance, string name) =>
        Assert.Equal(
            "Balanced accuracy 60.0 %: training images are 300 to 3 a class (evened out by data.balance = "
                + $"\"{name}\").",
            BalanceLine.Of([1.0, 0.5, 0.3], Classes, [300, 3, 30], balance)
        );

    [Fact]
    public void Names_a_few_of_many() =>
        Assert.Equal(
            "Balanced accuracy 0.0 %: 1,200 of 1,200 classes are never right (0, 1, 2, 3, 4 and 1,195 more).",
            BalanceLine.Of(
                [.. Enumerable.Repeat((double?)0, 1200)],
                [.. Enumerable.Range(0, 1200).Select(i => $"{i}")],
                [.. Enumerable.Repeat(7, 1200)],
                ClassBalance.None
            )
        );
}
