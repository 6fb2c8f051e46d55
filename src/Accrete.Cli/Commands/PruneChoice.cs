using System.CommandLine;
using System.Text.Json;
using Accrete.Cli.Options;
using Accrete.Pruning;

namespace Accrete.Cli.Commands;

/// <summary>
/// The options that say which channels stay: <c>--by</c>, <c>--keep</c>, <c>--threshold</c>, <c>--floor</c>,
/// <c>--multiple</c>.
/// </summary>
internal sealed class PruneChoice
{
    private static readonly Dictionary<string, CriterionKind> Kinds = Enum.GetValues<CriterionKind>()
        .Where(k => k != CriterionKind.None)
        .ToDictionary(k => JsonNamingPolicy.CamelCase.ConvertName(k.ToString()));

    private readonly Option<string?> by = new("--by")
    {
        Description =
            $"The criterion for the importance of channels: {string.Join(", ", Kinds.Keys)}. [default: pca with "
            + "--data]",
        HelpName = "CRITERION",
    };

    private readonly FactorOption keep = new("--keep", "The share of the channels of each group to keep.", 0.001, 1);
    private readonly FactorOption threshold = new(
        "--threshold",
        "The share of the variance or importance that the kept channels must have together; instead of --keep.",
        0.001,
        1
    );
    private readonly WholeNumberOption floor = new(
        "--floor",
        "The smallest number of channels of a group. A group that has fewer keeps them all. [default: 1]",
        1,
        65_536
    );
    private readonly WholeNumberOption multiple = new(
        "--multiple",
        "Round widths to the nearest multiple of this number. [default: 1]",
        1,
        1024
    );

    /// <summary>Declares them on a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { keep, threshold, by, floor, multiple })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The share of channels that stays; null for as many as the criterion says are needed.</summary>
    public double? Keep(ParseResult parsed) => parsed.GetValue(keep);

    /// <summary>Which widths may be left.</summary>
    public WidthLimits Limits(ParseResult parsed) => new(parsed.GetValue(floor) ?? 1, parsed.GetValue(multiple) ?? 1);

    /// <summary>The criterion, for which there are images where it needs them.</summary>
    /// <exception cref="InvalidInputException">
    /// Throws if none is named or a wrong one, it needs images, or the options do not fit together.
    /// </exception>
    public ICriterion Criterion(ParseResult parsed, bool hasImages, Seed seed)
    {
        var name =
            parsed.GetValue(by)
            ?? (
                hasImages
                    ? "pca"
                    : throw new InvalidInputException(
                        "--by: is missing; name l1, gamma or random, or give images with --data."
                    )
            );
        if (!Kinds.TryGetValue(name, out var kind))
        {
            throw new InvalidInputException(
                $"--by {name}: not known{NearestName.Hint(name, Kinds.Keys)}; give {string.Join(", ", Kinds.Keys)}."
            );
        }

        CheckAmount(parsed, kind);
        var criterion = Criteria.Make(kind, parsed.GetValue(threshold) ?? Criteria.DefaultThreshold, seed);
        return hasImages || !criterion.NeedsImages
            ? criterion
            : throw new InvalidInputException(
                $"--by {name}: looks at images; name some with --data, or choose l1, gamma or random."
            );
    }

    private void CheckAmount(ParseResult parsed, CriterionKind kind)
    {
        var (share, enough) = (parsed.GetValue(keep), parsed.GetValue(threshold));
        if (share is not null && enough is not null)
        {
            throw new InvalidInputException("--keep, --threshold: both say how many channels stay; give one.");
        }

        if (enough is not null && kind == CriterionKind.Density)
        {
            throw new InvalidInputException(
                "--threshold: density has none, it keeps as many channels as are active; leave it out, or give --keep."
            );
        }

        if (share is null && enough is null && kind != CriterionKind.Density)
        {
            throw new InvalidInputException("--keep, --threshold: both are missing; say how many channels stay.");
        }
    }
}
