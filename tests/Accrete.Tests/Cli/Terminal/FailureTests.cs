using Accrete.Cli.Terminal;

namespace Accrete.Tests.Cli.Terminal;

public sealed class FailureTests
{
    public static TheoryData<Exception, int, string> Failures =>
        new()
        {
            {
                new InvalidInputException("plan.toml: no such file; name one."),
                2,
                "error: plan.toml: no such file; name one."
            },
            { new AccreteException("the loss is not finite"), 1, "error: the loss is not finite" },
            { new IOException("the disk is full\nsecond line"), 1, "error: the disk is full" },
            {
                new InvalidOperationException("what"),
                1,
                "error: what (InvalidOperationException: a fault of Accrete; --verbose shows where)"
            },
        };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Is_one_line_and_a_status(Exception e, int status, string line)
    {
        using var error = new StringWriter();

        Assert.Equal(status, Failure.Report(e, verbose: false, error));
        Assert.Equal(line + Environment.NewLine, error.ToString());
    }

    [Fact]
    public void Shows_the_stack_only_when_asked()
    {
        using var error = new StringWriter();

        Failure.Report(new AccreteException("outer", new IOException("inner")), verbose: true, error);

        Assert.Contains("System.IO.IOException: inner", error.ToString(), StringComparison.Ordinal);
    }
}
