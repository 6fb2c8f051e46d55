using System.Text.Json;

namespace Accrete.Tests.Cli.Commands;

public sealed class DoctorCommandTests
{
    [Fact]
    public void Prints_a_table_without_colours_where_there_is_no_terminal()
    {
        var answer = Invocation.Of("doctor");

        Assert.Equal((0, ""), (answer.Status, answer.Error));
        Assert.Contains("2.10", answer.Output, StringComparison.Ordinal);
        Assert.Contains("This machine is ready for Accrete.", answer.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', answer.Output);
    }

    [Fact]
    public void Json_is_one_document_with_every_finding()
    {
        var answer = Invocation.Of("doctor", "--json");

        using var document = JsonDocument.Parse(answer.Output);
        var findings = document
            .RootElement.GetProperty("findings")
            .EnumerateArray()
            .ToDictionary(f => f.GetProperty("name").GetString()!);
        Assert.True(document.RootElement.GetProperty("healthy").GetBoolean());
        Assert.Equal("good", findings["libtorch"].GetProperty("level").GetString());
        Assert.Superset(
            new HashSet<string> { "system", "processor", "instructions", "bf16", "memory", "CUDA" },
            findings.Keys.ToHashSet()
        );
        Assert.Equal("", answer.Error);
    }

    [Fact]
    public void Names_the_data_sets_that_are_here_and_takes_a_missing_one_for_no_failure()
    {
        using var empty = new TemporaryFolder();

        var answer = Invocation.Of("doctor", "--data-root", empty.Path);

        Assert.Equal(0, answer.Status);
        Assert.Matches($"data sets +sample.*; looked in {empty.Path}", answer.Output);
    }
}
