using Accrete.Cli;

namespace Accrete.Tests.Cli;

/// <summary>What the tool answered to one command line, run in this process.</summary>
internal sealed record Invocation(int Status, string Output, string Error)
{
    public static Invocation Of(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var status = CommandLine.Run(arguments, output, error);
        return new Invocation(status, output.ToString(), error.ToString());
    }
}
