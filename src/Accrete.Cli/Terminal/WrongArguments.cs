using System.CommandLine;
using System.CommandLine.Parsing;

namespace Accrete.Cli.Terminal;

/// <summary>Says what is wrong with the arguments, and what was probably meant.</summary>
internal static class WrongArguments
{
    /// <summary>
    /// What is wrong with an argument that can be neither a path nor a name nor a number; null where all can be one.
    /// </summary>
    public static string? Unusable(string[] arguments) =>
        arguments
            .Where(a => a.Length <= GivenText.Longest)
            .Select(a =>
                GivenText.Flaw(a) is { } flaw ? $"{Printable.Of(GivenText.Shown(a))}: {flaw}; give another text." : null
            )
            .FirstOrDefault(f => f is not null);

    public static string Explain(ParseResult parsed)
    {
        // A misspelt option also makes its value an argument too many: the option is the one to name.
        var unknown =
            parsed.UnmatchedTokens.FirstOrDefault(t => t.StartsWith('-'))
            ?? (parsed.UnmatchedTokens is [var first, ..] ? first : null);
        return unknown is null ? Own(parsed.Errors[0]) : Unknown(parsed, unknown);
    }

    private static string Own(ParseError error) =>
        error switch
        {
            { SymbolResult: OptionResult { Tokens.Count: 0 } empty } =>
                $"{empty.Option.Name}: needs a value; give {empty.Option.HelpName ?? "one"}.",
            { SymbolResult: CommandResult { Command: { Subcommands.Count: > 0 } command } } =>
                $"{(command is RootCommand ? "" : $"{command.Name}: ")}no command given; '{Help(command)}' lists them.",
            { SymbolResult: ArgumentResult { Tokens.Count: 0 } missing } =>
                $"{missing.Argument.Name}: is missing; '{Help(missing)}' says what to give.",
            _ => error.Message,
        };

    private static string Unknown(ParseResult parsed, string token)
    {
        var command = parsed.CommandResult.Command;
        var option = token.StartsWith('-');
        var kind =
            option ? "option"
            : command.Subcommands.Count > 0 ? "command"
            : "argument";
        var known = option ? Options(parsed) : command.Subcommands.Select(c => c.Name);
        return NearestName.Find(token, known) is { } meant
            ? $"{token}: unknown {kind}; did you mean {meant}?"
            : $"{token}: unknown {kind}; '{Help(command)}' lists what there is.";
    }

    private static string Help(SymbolResult result) =>
        result switch
        {
            CommandResult { Command: var command } => Help(command),
            { Parent: { } parent } => Help(parent),
            _ => CommandHint.Of("--help"),
        };

    // The whole way to a command: 'accrete data verify --help'.
    private static string Help(Command command)
    {
        var way = new List<string> { "--help" };
        for (Symbol? at = command; at is not null and not RootCommand; at = at.Parents.FirstOrDefault())
        {
            way.Insert(0, at.Name);
        }

        return CommandHint.Of([.. way]);
    }

    private static IEnumerable<string> Options(ParseResult parsed) =>
        parsed
            .CommandResult.Command.Options.Concat(parsed.RootCommandResult.Command.Options.Where(o => o.Recursive))
            .SelectMany(o => o.Aliases.Append(o.Name))
            .Where(n => n.StartsWith("--", StringComparison.Ordinal));
}
