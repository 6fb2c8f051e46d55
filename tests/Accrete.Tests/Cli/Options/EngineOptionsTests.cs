using System.CommandLine;
using Accrete.Cli.Options;
using TorchSharp;

namespace Accrete.Tests.Cli.Options;

public sealed class EngineOptionsTests
{
    private readonly EngineOptions engine = new();

    [Fact]
    public void The_device_is_the_cpu_unless_told() => Assert.Equal(DeviceType.CPU, engine.Start(Parse()).type);

    [Theory]
    [InlineData("--threads", "0", "--threads 0: give a whole number from 1 to 1024.")]
    [InlineData("--threads", "two", "--threads two: give a whole number from 1 to 1024.")]
    [InlineData("--device", "gpu", "--device gpu: no such device; give cpu, cuda or cuda:N.")]
    [InlineData("--device", "cuda:x", "--device cuda:x: no such device; give cpu, cuda or cuda:N.")]
    public void Wrong_values_are_named(string option, string value, string message) =>
        Assert.Equal(message, Assert.Single(Parse(option, value).Errors).Message);

    [Fact]
    public void A_device_that_is_not_there_is_wrong_input()
    {
        var e = Assert.Throws<InvalidInputException>(() => engine.Start(Parse("--device", "cuda:99")));

        Assert.StartsWith("--device cuda:99: not there;", e.Message, StringComparison.Ordinal);
    }

    private ParseResult Parse(params string[] arguments)
    {
        var command = new RootCommand();
        engine.AddTo(command);
        return command.Parse(arguments);
    }
}
