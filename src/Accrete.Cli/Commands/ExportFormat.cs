using System.CommandLine;
using Accrete.Inference;
using Accrete.Interchange;

namespace Accrete.Cli.Commands;

/// <summary>What <c>accrete export</c> writes: the options that say it, and the writing.</summary>
internal sealed class ExportFormat
{
    private const string Onnx = "onnx";
    private const string SafeTensors = "safetensors";

    private readonly Option<string?> format = new("--format")
    {
        Description =
            "onnx: the network with its weights, for inference. safetensors: only the weights, a state dict for "
            + "PyTorch. [default: by the ending of --out]",
        HelpName = $"{Onnx}|{SafeTensors}",
    };

    private readonly Option<bool> pixels = new("--pixels")
    {
        Description =
            "For onnx: the network takes uint8 pixels and normalizes them itself. Without this, it takes normalized "
            + "images.",
    };
    private readonly Option<bool> fold = new("--fold")
    {
        Description = "For onnx: merge batch norms into the layers before them, which makes inference faster.",
    };

    /// <summary>Declares them on a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(format);
        command.Options.Add(pixels);
        command.Options.Add(fold);
    }

    /// <summary>The format's name.</summary>
    /// <exception cref="InvalidInputException">Throws if it is not known, or another option does not fit
    /// it.</exception>
    public string Require(ParseResult parsed, string path)
    {
        var name = parsed.GetValue(format);
        var ending = Path.GetExtension(path).TrimStart('.').ToLowerInvariant();
        if (name is null && ending is not (Onnx or SafeTensors))
        {
            throw new InvalidInputException(
                $"{path}: its ending names no format; give --format {Onnx} or --format {SafeTensors}."
            );
        }

        if (name is not (null or Onnx or SafeTensors))
        {
            throw new InvalidInputException($"--format {name}: not known; give {Onnx} or {SafeTensors}.");
        }

        if ((name ?? ending) == SafeTensors && new[] { pixels, fold }.FirstOrDefault(parsed.GetValue) is { } idle)
        {
            throw new InvalidInputException($"{idle.Name}: fits --format {Onnx} only; leave it out.");
        }

        return name ?? ending;
    }

    /// <summary>Writes a model in a format.</summary>
    /// <exception cref="OperationCanceledException">Throws if it was stopped; nothing is written.</exception>
    public void Write(ParseResult parsed, string name, string path, Model model, CancellationToken stop)
    {
        if (name == Onnx)
        {
            OnnxFile.Write(path, model, new OnnxOptions(parsed.GetValue(pixels), parsed.GetValue(fold)), stop);
        }
        else
        {
            StateDictFile.Write(path, model);
        }
    }
}
