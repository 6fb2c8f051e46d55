using Accrete.Cli.Commands;
using Accrete.Cli.Terminal;
using Accrete.Cumulative;
using Accrete.Robustness;

namespace Accrete.Tests.Cli.Commands;

public sealed class EvaluationTableTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(12, true)]
    public void Models_of_any_number_and_length_of_names_are_all_shown_with_what_is_measured(int count, bool numbered)
    {
        string[] names = [.. Enumerable.Range(1, count).Select(i => $"runs/mnist-20261127-0518{i:00}")];
        using var written = new StringWriter();
        var console = Screen.Console(written);
        console.Profile.Width = 80;

        EvaluationTable.Print(Outcome(names), console);

        string[] lines = [.. written.ToString().Split('\n').Select(l => l.TrimEnd())];
        Assert.All(lines, l => Assert.InRange(l.Length, 0, 80));
        Assert.All(names, n => Assert.Contains(n, written.ToString(), StringComparison.Ordinal));
        Assert.Equal(numbered, written.ToString().Contains("model 12", StringComparison.Ordinal));
        string[] tests = [.. lines.Where(l => l.StartsWith(" test ", StringComparison.Ordinal))];
        Assert.Equal(
            Enumerable.Range(1, count).Select(i => $"{i}.0"),
            tests.SelectMany(t =>
                t.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => w is not ("test" or "%"))
            )
        );
        Assert.Equal(tests.Length, lines.Count(l => l.StartsWith(" parameters ", StringComparison.Ordinal)));
    }

    private static EvaluationOutcome Outcome(string[] names) =>
        new(
            1,
            new DatasetIdentity("MNIST", ["a", "b"], 0, 100, "0"),
            100,
            null,
            1,
            [
                .. names.Select(
                    (n, i) =>
                        new EvaluatedModel(
                            n,
                            "vgg",
                            3045,
                            53_200,
                            new Quality(
                                100,
                                (i + 1) / 100.0,
                                1,
                                1,
                                0,
                                [0.5, 0.25],
                                [
                                    [1, 1],
                                    [1, 1],
                                ]
                            ),
                            null,
                            [],
                            [],
                            [],
                            []
                        )
                ),
            ]
        );
}
