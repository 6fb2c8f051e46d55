using Accrete.Files;
using Accrete.Storage;

namespace Accrete.Cli.Commands;

/// <summary>Finds the model that a file, a run or one of its stages stands for.</summary>
internal static class ModelPath
{
    /// <summary>The file of the model; null when the target is neither of these.</summary>
    /// <exception cref="InvalidInputException">Throws if the target is a run without a model yet.</exception>
    public static string? Find(string target)
    {
        if (File.Exists(target) && Path.GetExtension(target).Equals(".safetensors", StringComparison.OrdinalIgnoreCase))
        {
            return target;
        }

        // A stage has its model beside its blueprint, like a run that is complete. One that goes on, or was stopped,
        // has those of its complete stages.
        var own = RunFolder.FileIn(target, RunFolder.ModelName);
        return File.Exists(own) ? own
            : !StoredRun.Holds(target) ? null
            : StoredRun.NewestStageModel(target)
                ?? throw new InvalidInputException(
                    $"{target}: this run has no model yet; wait until its first stage is complete."
                );
    }

    /// <summary>The file of the model.</summary>
    /// <exception cref="InvalidInputException">Throws if there is none.</exception>
    public static string Require(string target) =>
        Find(target)
        ?? throw new InvalidInputException(
            ForeignFile.Of(target) is { } foreign ? $"{target}: {foreign}."
            : Path.Exists(target)
                ? $"{target}: neither a model file (.safetensors) nor a folder with a {RunFolder.ModelName}; "
                    + "name one of these."
            : $"{target}: there is no such model file or run; check the path."
        );
}
