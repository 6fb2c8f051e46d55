namespace Accrete.Tests.Cli;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("error: doctr: unknown command; did you mean doctor?", "doctr")]
    [InlineData("error: frobnicate: unknown command; 'accrete --help' lists what there is.", "frobnicate")]
    [InlineData("error: --libtroch: unknown option; did you mean --libtorch?", "doctor", "--libtroch", "x")]
    [InlineData("error: --xyz: unknown option; 'accrete doctor --help' lists what there is.", "doctor", "--xyz")]
    [InlineData("error: --vrebose: unknown option; did you mean --verbose?", "doctor", "--vrebose")]
    [InlineData("error: x: unknown argument; 'accrete doctor --help' lists what there is.", "doctor", "x")]
    [InlineData("error: --libtorch: needs a value; give DIR.", "doctor", "--libtorch")]
    [InlineData("error: no command given; 'accrete --help' lists them.", "--verbose")]
    public void Wrong_arguments_are_one_line_and_status_2(string line, params string[] arguments)
    {
        var answer = Invocation.Of(arguments);

        Assert.Equal(new Invocation(2, "", line + Environment.NewLine), answer);
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    public void Help_lists_the_commands(params string[] arguments)
    {
        var answer = Invocation.Of(arguments);

        Assert.Equal((0, ""), (answer.Status, answer.Error));
        Assert.Contains("accrete [command]", answer.Output, StringComparison.Ordinal);
        Assert.Contains("doctor", answer.Output, StringComparison.Ordinal);
    }
}
