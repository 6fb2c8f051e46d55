using System.Text.RegularExpressions;
using Accrete.Cli;
using Accrete.Cli.Options;
using Accrete.Cumulative.Plans;
using Accrete.Tests.Cli;

namespace Accrete.Tests.Repository.Documented;

/// <summary>Every command in a block of README, CONTRIBUTING and docs/ runs, as <see cref="Trial"/> says.</summary>
public sealed partial class DocumentedCommandsTests(DocumentedPlace place) : IClassFixture<DocumentedPlace>
{
    public static TheoryData<string> Pages { get; } =
    [.. MarkdownPages.All.Where(p => DocumentedCommands.Of(p).Any()).Select(p => p.Name)];

    [Fact]
    public void The_table_has_the_commands_of_the_pages_and_no_others() =>
        Assert.Equal(
            MarkdownPages.All.SelectMany(DocumentedCommands.Of).Distinct().Order(StringComparer.Ordinal),
            DocumentedCommands.Trials.Keys.Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_command_of_a_page_does_what_it_says(string page)
    {
        Assert.NotNull(place);
        foreach (var command in DocumentedCommands.Of(MarkdownPages.All.Single(p => p.Name == page)))
        {
            Try(command, DocumentedCommands.Trials[command]);
        }
    }

    // In a sentence a command may end where its values would stand.
    [Fact]
    public void Every_command_within_a_sentence_has_options_that_are_there()
    {
        var root = CommandLine.Root(new VerboseOption());
        var known = root
            .Subcommands.SelectMany(c => c.Subcommands.Append(c))
            .ToDictionary(
                c => c.Name,
                c => c.Options.Select(o => o.Name).Concat(["--help", "--verbose"]).ToHashSet(StringComparer.Ordinal)
            );

        Assert.Empty(
            from page in MarkdownPages.All
            where page.Name is "README.md" or "SECURITY.md" || page.Name.StartsWith("docs/", StringComparison.Ordinal)
            from Match code in Inline().Matches(page.Text)
            let words = code.Groups[1].Value.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
            where words.Length > 0 && !words[0].StartsWith('-')
            let name = words[0] == "data" && words.Length > 1 ? words[1] : words[0]
            where
                !known.TryGetValue(name, out var options)
                || words.Any(w => w.StartsWith("--", StringComparison.Ordinal) && !options.Contains(w))
            select $"{page.Name}: {code.Value}"
        );
    }

    private static void Try(string command, Trial trial)
    {
        var words = Words()
            .Matches(command)
            .Select(m => m.Value.Trim('\''))
            .Select(w => trial.Instead.TryGetValue(w, out var other) ? other : w)
            .ToArray();
        switch (trial.Kind)
        {
            case TrialKind.Runs:
                Run(command, [.. words[1..], .. trial.More]);
                break;
            case TrialKind.Resolves:
                Parse(command, words[1..]);
                Resolve(words);
                break;
            case TrialKind.Parses:
                Parse(command, words[1..]);
                break;
            default:
                Assert.NotEmpty(trial.Why);
                NameWhatIsThere(command, words);
                break;
        }
    }

    private static void Run(string command, string[] arguments)
    {
        // The place has the runs that other commands need: one that is made anew takes the place of the old one.
        if (
            arguments[0] == "train"
            && !arguments.Contains("--resume")
            && Array.IndexOf(arguments, "--out") is > 0 and var i
        )
        {
            if (Directory.Exists(arguments[i + 1]))
            {
                Directory.Delete(arguments[i + 1], recursive: true);
            }
        }

        var answer = Invocation.Of(arguments);

        Assert.True(answer.Status == 0, $"{command}\nran as {string.Join(' ', arguments)}\n{answer.Error}");
        Assert.NotEqual("", answer.Output + answer.Error);
    }

    private static void Parse(string command, string[] arguments)
    {
        var parsed = CommandLine.Root(new VerboseOption()).Parse(arguments);

        Assert.True(parsed.Errors.Count == 0, $"{command}\n{string.Join('\n', parsed.Errors)}");
    }

    private static void Resolve(string[] words)
    {
        var recipe = ValueOf("--recipe") ?? ValueOf("--data")!;
        var stored = Path.Combine(Sources.Root, recipe);
        string[] settings =
        [
            .. words.Where((_, i) => i > 0 && words[i - 1] == "--set"),
            .. ValueOf("--data") is { } data ? [$"data.set={data}"] : Array.Empty<string>(),
            .. ValueOf("--network") is { } network ? [$"network.name={network}"] : Array.Empty<string>(),
        ];

        var plan = Recipe.Read(File.Exists(stored) ? stored : recipe, settings);

        Assert.NotEmpty(plan.Stages);

        string? ValueOf(string option) => Array.IndexOf(words, option) is >= 0 and var i ? words[i + 1] : null;
    }

    // Folders and classes of tests, by the form of their names.
    private static void NameWhatIsThere(string command, string[] words)
    {
        foreach (var word in words.Where(w => SourcePath().IsMatch(w)))
        {
            Assert.True(Directory.Exists(Path.Combine(Sources.Root, word)), $"{command}: {word}");
        }

        foreach (var word in words.Where(w => w.EndsWith("Tests", StringComparison.Ordinal)))
        {
            Assert.Contains(typeof(Trial).Assembly.GetTypes(), t => t.Name == word.TrimStart('*'));
        }
    }

    [GeneratedRegex(@"^(src|tests|bench|samples)\b")]
    private static partial Regex SourcePath();

    [GeneratedRegex(@"'[^']*'|\S+")]
    private static partial Regex Words();

    [GeneratedRegex(@"`(?:\./)?accrete\s([^`]+)`")]
    private static partial Regex Inline();
}
