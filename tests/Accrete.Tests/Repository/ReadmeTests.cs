namespace Accrete.Tests.Repository;

public sealed class ReadmeTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("src/Accrete/README.md")]
    public void Its_example_is_the_sample_that_is_built_and_run(string page)
    {
        var readme = File.ReadAllText(Path.Combine(Sources.Root, page));
        var sample = File.ReadAllText(Path.Combine(Sources.Root, "samples", "TrainFromCode", "Program.cs"));

        Assert.Contains($"```csharp\n{sample}```\n", readme, StringComparison.Ordinal);
    }
}
