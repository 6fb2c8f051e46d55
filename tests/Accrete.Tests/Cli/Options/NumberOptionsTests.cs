using System.CommandLine;
using Accrete.Cli;
using Accrete.Cli.Options;

namespace Accrete.Tests.Cli.Options;

/// <summary>Every option of every command that takes a number, as the tree of commands has them.</summary>
public sealed class NumberOptionsTests
{
    private static readonly string[] Hostile =
    [
        "inf",
        "Infinity",
        "-Infinity",
        "∞",
        "NaN",
        "nan",
        "1e308",
        "1e309",
        "-0",
        "-1",
        "-0.5",
        "+1",
        "1e-50",
        "1e-400",
        "99999999999999999999",
        "0x10",
        "1,000.5",
        "1.000,5",
        "1 000",
        "1_000",
        "１",
        "٣",
        "1e",
        "e5",
        "1e5e5",
        "1..2",
        ".",
        " 1",
        "1\n",
        "1/0",
        "0/0",
        "1/2/3",
        "GB",
        "infGB",
        "-1GB",
        "1e300GB",
        "--1",
        "½",
        "",
    ];

    private static readonly Dictionary<Type, string> Right = new()
    {
        [typeof(WholeNumberOption)] = "1",
        [typeof(ThreadsOption)] = "1",
        [typeof(FactorOption)] = "0.5",
        [typeof(NumberListOption)] = "0.25,0.5",
        [typeof(PixelSizeOption)] = "8/255",
        [typeof(MemoryOption)] = "1.5GB",
    };

    public static TheoryData<string> Commands => [.. All().Select(c => c.Words).Distinct()];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Hostile_values_are_refused_in_one_line_that_names_the_option(string words)
    {
        var (command, options) = All().Single(c => c.Words == words) is var found
            ? (found.Command, Numbers(found.Command))
            : default;
        foreach (var option in options)
        {
            // Commas are right between numbers.
            foreach (
                var value in Hostile.Where(v =>
                    option is not NumberListOption || !v.Contains(',', StringComparison.Ordinal)
                )
            )
            {
                var answer = Invocation.Of([.. words.Split(' '), .. Rest(command), $"{option.Name}={value}"]);
                Assert.True(
                    answer.Status == 2 && answer.Output.Length == 0,
                    $"{option.Name}={value}: {answer.Status} {answer.Error}"
                );
                Assert.StartsWith($"error: {option.Name}", answer.Error, StringComparison.Ordinal);
                Assert.Single(answer.Error.TrimEnd('\n').Split('\n'));
            }
        }
    }

    [Fact]
    public void All_options_of_numbers_are_read_in_the_one_way()
    {
        var options = All().SelectMany(c => c.Command.Options).ToArray();
        Assert.DoesNotContain(options, o => IsNumber(o.ValueType) && !IsNumberOption(o.GetType()));
        Assert.True(options.Count(o => IsNumberOption(o.GetType())) > 40);
    }

    [Fact]
    public void What_is_right_is_taken()
    {
        foreach (var (words, command) in All())
        {
            foreach (var option in Numbers(command))
            {
                // A few begin higher.
                var value =
                    option.Name is "--images" && words == "prune" ? "2"
                    : option.Name is "--max-work" ? "1e9"
                    : Right[option.GetType()];
                var parsed = CommandLine
                    .Root(new VerboseOption())
                    .Parse([.. words.Split(' '), .. Rest(command), option.Name, value]);
                Assert.DoesNotContain(parsed.Errors, e => e.Message.Contains(option.Name, StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData("0", 0.0)]
    [InlineData("0.0e5", 0.0)]
    [InlineData("007", 7.0)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5.0)]
    [InlineData("1e-6", 1e-6)]
    [InlineData("2.5E+3", 2500.0)]
    [InlineData("1e-10", null)]
    public void Numbers_have_one_form(string text, double? number) => Assert.Equal(number, GivenNumber.Of(text));

    private static IEnumerable<(string Words, Command Command)> All()
    {
        return Below("", CommandLine.Root(new VerboseOption()));

        static IEnumerable<(string, Command)> Below(string words, Command command) =>
            command.Subcommands.SelectMany(c =>
                (
                    c.Subcommands.Count == 0 ? [($"{words} {c.Name}".Trim(), c)] : Array.Empty<(string, Command)>()
                ).Concat(Below($"{words} {c.Name}", c))
            );
    }

    private static Option[] Numbers(Command command) => [.. command.Options.Where(o => IsNumberOption(o.GetType()))];

    // What else the command requires, so that nothing else is wrong.
    private static IEnumerable<string> Rest(Command command) =>
        [
            .. command.Arguments.Where(a => a.Arity.MinimumNumberOfValues > 0).Select(_ => "x"),
            .. command.Options.Where(o => o.Required).SelectMany(o => new[] { o.Name, "x" }),
        ];

    private static bool IsNumber(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type.GetElementType() ?? type) is var plain
        && plain.IsPrimitive
        && plain != typeof(bool)
        && plain != typeof(char);

    private static bool IsNumberOption(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(NumberOption<>)
        || (type.BaseType is { } above && IsNumberOption(above));
}
