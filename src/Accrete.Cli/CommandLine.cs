using System.CommandLine;
using System.CommandLine.Help;
using Accrete.Cli.Commands;
using Accrete.Cli.Options;
using Accrete.Cli.Terminal;

namespace Accrete.Cli;

/// <summary>The whole tool, from its arguments to its exit status.</summary>
internal static class CommandLine
{
    // A new command is one more line here.
    private static Command[] Commands() =>
        [
            new TrainCommand(),
            new CompareCommand(),
            new PlanCommand(),
            new InspectCommand(),
            new EvaluateCommand(),
            new DetectCommand(),
            new PredictCommand(),
            new GrowCommand(),
            new PruneCommand(),
            new ExportCommand(),
            new ImportCommand(),
            new ReportCommand(),
            new DataCommand(),
            new DoctorCommand(),
        ];

    /// <summary>Runs the tool without a way to stop it, as a test does.</summary>
    public static int Run(string[] arguments, TextWriter output, TextWriter error) =>
        RunAsync(arguments, output, error, new StopNotice(), CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Runs the tool.</summary>
    /// <param name="arguments">What the user typed after its name.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where errors go, and people's text when <paramref name="output"/> is asked for a
    /// document.</param>
    /// <param name="notice">Learns what is said when the work is stopped.</param>
    /// <param name="cancellation">Asks the work to stop at a safe place.</param>
    /// <returns>One of <see cref="ExitStatus"/>.</returns>
    public static async Task<int> RunAsync(
        string[] arguments,
        TextWriter output,
        TextWriter error,
        StopNotice notice,
        CancellationToken cancellation
    )
    {
        if (WrongArguments.Unusable(arguments) is { } unusable)
        {
            Screen.Console(error).WriteLine($"error: {unusable}");
            return ExitStatus.WrongInput;
        }

        var verbose = new VerboseOption();
        var parsed = Root(verbose).Parse(arguments.Length == 0 ? ["--help"] : arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            Screen.Console(error).WriteLine(Failure.Line("error", WrongArguments.Explain(parsed)));
            return ExitStatus.WrongInput;
        }

        try
        {
            return parsed.Action is HelpAction
                ? await Help(parsed, output, error, cancellation)
                : await parsed.InvokeAsync(new Surroundings(output, error, notice), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Screen.Console(error).WriteLine(notice.Line);
            return ExitStatus.Stopped;
        }
#pragma warning disable CA1031 // the outermost place: whatever goes wrong becomes one line and a status
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Failure.Report(e, parsed.GetValue(verbose), error);
        }
    }

    // It shows the values that options have from the environment, and writes by itself.
    private static async Task<int> Help(
        ParseResult parsed,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellation
    )
    {
        using var text = new StringWriter();
        var status = await parsed.InvokeAsync(new Surroundings(text, error, new StopNotice()), cancellation);
        await output.WriteAsync(Printable.Lines(text.ToString()));
        return status;
    }

    /// <summary>The tree of all commands.</summary>
    internal static RootCommand Root(VerboseOption verbose)
    {
        var root = new RootCommand(
            "Train image classifiers by cumulative training: a small network first learns from a part of the images; "
                + "then network and data grow together, and nothing that was learned is lost."
        )
        {
            verbose,
        };
        root.HelpName = CommandHint.Tool;
        foreach (var command in Commands())
        {
            root.Subcommands.Add(command);
        }

        return root;
    }
}
