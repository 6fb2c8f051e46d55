using System.CommandLine;
using System.Globalization;
using Accrete.Blueprints;
using Accrete.Cli.Options;
using Accrete.Growth;

namespace Accrete.Cli.Commands;

/// <summary>The options that say how a network grows: <c>--widen</c>, <c>--deepen</c>.</summary>
internal sealed class GrowTarget
{
    private const double LeastDepth = 0.001;
    private const double Most = 100;

    private readonly Option<string[]> widen = new("--widen")
    {
        Description =
            "A factor on the widths of all layers, or the new width of one channel group (layers that change their "
            + "widths "
            + $"together; '{CommandHint.Of("inspect", "MODEL", "--groups")}' lists them). May be given several times.",
        HelpName = "F|GROUP=N",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string[]> deepen = new("--deepen")
    {
        Description =
            "The depth of a built-in architecture, where 1 is all its layers; or the name of a layer, after which one "
            + "more layer or residual block is inserted. If LAYER is the beginning of several names (LAYER.x), the "
            + "last of them is taken. May be given several times.",
        HelpName = "F|LAYER",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>Declares them on a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(widen);
        command.Options.Add(deepen);
    }

    /// <summary>The blueprint to grow into: first made deeper, then wider.</summary>
    /// <exception cref="InvalidInputException">Throws if an option is wrong, does not fit the network, or nothing would
    /// grow.</exception>
    public Blueprint Require(ParseResult parsed, Blueprint from)
    {
        var (widths, depths) = (parsed.GetValue(widen) ?? [], parsed.GetValue(deepen) ?? []);
        if (widths.Length + depths.Length == 0)
        {
            throw new InvalidInputException("--widen, --deepen: both are missing; say how the network grows.");
        }

        var target = Wider(Deeper(from, depths), widths);
        return !target.Equals(from)
            ? target
            : throw new InvalidInputException(
                "--widen, --deepen: the network is as wide and as deep already; give more."
            );
    }

    private static Blueprint Deeper(Blueprint from, string[] values)
    {
        var factors = values.Where(v => !from.Has(v) && IsNumber(v)).ToArray();
        var target = Single("--deepen", factors) is { } factor
            ? Family.Deeper(from, Number("--deepen", factor, LeastDepth))
            : from;
        return values.Except(factors).Aggregate(target, Insert.Behind);
    }

    private static Blueprint Wider(Blueprint from, string[] values)
    {
        var groups = new ChannelGroups(from);
        var factors = values.Where(v => !v.Contains('=', StringComparison.Ordinal)).ToArray();
        var target = Single("--widen", factors) is { } factor ? groups.Scaled(Number("--widen", factor, 1)) : from;
        var widths = new Dictionary<string, int>();
        foreach (var value in values.Except(factors))
        {
            var (group, width) = GroupWidth(value, groups);
            if (!widths.TryAdd(group, width))
            {
                throw new InvalidInputException($"--widen {value}: the group is widened twice; name it once.");
            }
        }

        return new ChannelGroups(target).WithWidths(widths);
    }

    private static (string Group, int Width) GroupWidth(string value, ChannelGroups groups)
    {
        var at = value.LastIndexOf('=');
        if (GivenNumber.Whole(value[(at + 1)..]) is not { } width || width > int.MaxValue)
        {
            throw new InvalidInputException($"--widen {value}: after = comes a width, a whole number.");
        }

        var group = groups[value[..at]];
        return width >= group.Channels
            ? (group.Name, (int)width)
            : throw new InvalidInputException(
                $"--widen {value}: the group has {Counted.Of(group.Channels, "channel")} already; give more, "
                    + $"or make it narrower with '{CommandHint.Of("prune")}'."
            );
    }

    private static string? Single(string option, string[] factors) =>
        factors.Length < 2
            ? factors.FirstOrDefault()
            : throw new InvalidInputException(
                $"{option} {factors[1]}: there is a factor already, {factors[0]}; give one."
            );

    // What anybody would take for a number is no layer.
    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static double Number(string option, string text, double least) =>
        GivenNumber.Within(text, least, Most)
        ?? throw new InvalidInputException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{option} {text}: give a factor from {least} to {Most}{(option == "--widen" ? ", or GROUP=N" : "")}."
            )
        );
}
