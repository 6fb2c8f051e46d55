using System.CommandLine;
using Accrete.Blueprints;
using Accrete.Cli.Options;
using Accrete.Files;
using Accrete.Interchange;

namespace Accrete.Cli.Commands;

/// <summary>
/// The options that say which network the weights of a file belong to, and what its classes are called.
/// </summary>
internal sealed class ImportedArchitecture
{
    private const int Size = 32;
    private const int Channels = 3;
    private const int LargestNames = 16 << 20;

    private static readonly Dictionary<string, Stem> Stems = Enum.GetValues<Stem>()
        .ToDictionary(s => s.ToString().ToLowerInvariant());

    private readonly Option<string?> network = new("--network")
    {
        Description = $"The architecture that the weights belong to: {string.Join(", ", Architectures.Names)}.",
        HelpName = "NAME",
    };
    private readonly WholeNumberOption size = new(
        "--size",
        $"The height and width of its images, in pixels. [default: {Size}]",
        1,
        4096
    );
    private readonly WholeNumberOption channels = new(
        "--channels",
        $"The number of channels of its images: 1 for grayscale, 3 for color. [default: {Channels}]",
        1,
        Channels
    );
    private readonly FactorOption width = new(
        "--width",
        "A factor on the widths of all its layers. [default: 1]",
        0.001,
        100
    );
    private readonly FactorOption depth = new(
        "--depth",
        "A factor on the number of layers in each of its blocks. [default: 1]",
        0.001,
        100
    );
    private readonly Option<string?> stem = new("--stem")
    {
        Description =
            "The first layers of the network, where it has two variants: auto chooses by the image size. [default: "
            + "auto]",
        HelpName = string.Join('|', Stems.Keys),
    };
    private readonly WholeNumberOption classes = new(
        "--classes",
        "The number of classes. [default: that of the last layer]",
        1,
        1_000_000
    );
    private readonly Option<string?> names = new("--class-names")
    {
        Description = "A text file with one class name on each line. [default: the numbers of the classes, from 0]",
        HelpName = "FILE",
    };

    /// <summary>Declares them on a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { network, size, channels, width, depth, stem, classes, names })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether any of them is given.</summary>
    public bool IsGiven(ParseResult parsed) =>
        new Option[] { network, size, channels, width, depth, stem, classes, names }.Any(o =>
            parsed.GetResult(o) is { Implicit: false }
        );

    /// <summary>The architecture, as a function of the number of classes.</summary>
    /// <exception cref="InvalidInputException">Throws if it is not named or not known, or does not take such
    /// images.</exception>
    public Func<int, Blueprint> Require(ParseResult parsed)
    {
        var name =
            parsed.GetValue(network)
            ?? throw new InvalidInputException(
                "--network: is missing; name the architecture of the weights: "
                    + $"{string.Join(", ", Architectures.Names)}."
            );
        var side = parsed.GetValue(size) ?? Size;
        var input = new ImageShape(parsed.GetValue(channels) ?? Channels, side, side);
        if (input.Channels == 2)
        {
            throw new InvalidInputException("--channels 2: images have 1 channel (grey) or 3 (RGB).");
        }

        if (!Stems.TryGetValue(parsed.GetValue(stem) ?? "auto", out var beginning))
        {
            throw new InvalidInputException(
                $"--stem {parsed.GetValue(stem)}: not known; give {string.Join(", ", Stems.Keys)}."
            );
        }

        var architecture = Architectures.Find(name);
        return count =>
            architecture.Build(
                input,
                count,
                new Scale(parsed.GetValue(width) ?? 1, parsed.GetValue(depth) ?? 1, beginning)
            );
    }

    /// <summary>The names of the classes, as many as the weights or the user say.</summary>
    /// <exception cref="InvalidInputException">Throws if the file of names cannot be read, or has another number of
    /// them.</exception>
    public IReadOnlyList<string> Classes(ParseResult parsed, StateDictFile weights, Func<int, Blueprint> architecture)
    {
        var count = parsed.GetValue(classes) ?? weights.ClassesOf(architecture(1));
        if (parsed.GetValue(names) is not { } file)
        {
            return [.. Enumerable.Range(0, count).Select(i => $"{i}")];
        }

        var lines = Lines(file);
        return lines.Count == count
            ? lines
            : throw new InvalidInputException(
                $"{file}: has {Counted.Of(lines.Count, "name")}, and the network {Counted.Of(count, "class")}; "
                    + "give one name on each line, in the order of the classes."
            );
    }

    private static List<string> Lines(string file) =>
        File.Exists(file)
            ?
            [
                .. GivenFile
                    .ReadText(file, LargestNames, "a list of names")
                    .Split('\n')
                    .Select(l => l.Trim())
                    .Where(l => l.Length > 0),
            ]
            : throw new InvalidInputException($"{file}: there is no such file; --class-names takes a text file.");
}
