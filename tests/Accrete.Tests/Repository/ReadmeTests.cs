namespace Accrete.Tests.Repository;

public sealed class ReadmeTests
{
    [Fact]
    public void Its_example_is_the_sample_that_is_built_and_run()
    {
        var readme = File.ReadAllText(Path.Combine(Sources.Root, "README.md"));
        var sample = File.ReadAllText(Path.Combine(Sources.Root, "samples", "TrainFromCode", "Program.cs"));

        Assert.Contains($"```csharp\n{sample}```\n", readme, StringComparison.Ordinal);
    }
}
