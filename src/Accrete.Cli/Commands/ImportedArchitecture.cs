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
        Description = $"The architecture: {string.Join(", ", Architectures.Names)}.",
        HelpName = "NAME",
    };
    private readonly WholeNumberOption size = new(
        "--size",
        $"Side of its images in pixels. [default: {Size}]",
        1,
        4096
    );
    private readonly WholeNumberOption channels = new(
        "--channels",
        $"Channels of its images: 1 (grey) or 3 (RGB). [default: {Channels}]",
        1,
        Channels
    );
    private readonly FactorOption width = new("--width", "Factor on its widths. [default: 1]", 0.001, 100);
    private readonly FactorOption depth = new(
        "--depth",
        "Factor on the layers of its blocks. [default: 1]",
        0.001,
        100
    );
    private readonly Option<string?> stem = new("--stem")
    {
        Description = "How it begins, where it has two ways: auto goes by the size. [default: auto]",
        HelpName = string.Join('|', Stems.Keys),
    };
    private readonly WholeNumberOption classes = new(
        "--classes",
        "Classes. [default: as many as the last layer's weights say]",
        1,
        1_000_000
    );
    private readonly Option<string?> names = new("--class-names")
    {
        Description = "A text file with the name of a class on each line. [default: their numbers, from 0]",
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

    /// <summary>The architecture, as a function of the number of classes.</summary>
    /// <exception cref="InvalidInputException">It is not named or not known, or does not take such images.</exception>
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
    /// <exception cref="InvalidInputException">The file of names cannot be read, or has another number of
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
