using System.CommandLine;

namespace Accrete.Cli.Options;

/// <summary>The options of every command that writes one file: <c>--out</c>, <c>--force</c>.</summary>
internal sealed class OutFileOptions
{
    private readonly Option<string?> file = new("--out") { Description = "The file to write.", HelpName = "FILE" };
    private readonly Option<bool> force = new("--force") { Description = "Replace the file if it exists." };

    /// <summary>Declares them on a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(file);
        command.Options.Add(force);
    }

    /// <summary>The file to write, which is not there or may be replaced.</summary>
    /// <exception cref="InvalidInputException">Throws if none is named, or there is something that may not be
    /// replaced.</exception>
    public string Require(ParseResult parsed)
    {
        var path = parsed.GetValue(file);
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new InvalidInputException("--out: is missing; name the file to write.");
        }

        if (Directory.Exists(path))
        {
            throw new InvalidInputException($"{path}: is a folder; name a file with --out.");
        }

        return !File.Exists(path) || parsed.GetValue(force)
            ? path
            : throw new InvalidInputException(
                $"{path}: is there already; choose another file with --out, or replace it with --force."
            );
    }

    /// <summary>The model file to write.</summary>
    /// <exception cref="InvalidInputException">
    /// Throws if none is named, its ending is another one, or there is something that may not be replaced.
    /// </exception>
    public string RequireModel(ParseResult parsed)
    {
        var path = Require(parsed);
        // The commands that take models know them by this ending.
        return Path.GetExtension(path).Equals(".safetensors", StringComparison.OrdinalIgnoreCase)
            ? path
            : throw new InvalidInputException(
                $"{path}: the name of a model file ends in .safetensors; choose one with --out."
            );
    }
}
