using Accrete.Files;

namespace Accrete.Storage;

/// <summary>What a killed training left half written in its folder.</summary>
internal static class LeftOvers
{
    /// <summary>Deletes them; whoever writes an evaluation or a page deletes what was left of those.</summary>
    public static void Delete(string run)
    {
        var ofStages =
            from stage in RunLayout.StagesIn(run)
            from name in new[] { RunLayout.BlueprintName, RunFolder.ModelName, RunLayout.StageName }
            select RunLayout.OfStage(stage, name);
        foreach (
            var name in ofStages.Concat([
                RunLayout.PlanName,
                RunLayout.ImagesName,
                RunLayout.OutcomeName,
                RunFolder.ModelName,
                RunFolder.ReportName,
                RunLayout.CheckpointName,
            ])
        )
        {
            AtomicFile.DeleteLeftOver(RunLayout.In(run, name));
        }
    }

    /// <summary>
    /// Whether a folder holds nothing else: a run that was killed before its plan was whole has left nothing that is
    /// worth keeping.
    /// </summary>
    /// <exception cref="InvalidInputException">Throws if it cannot be read.</exception>
    public static bool AreAll(string folder)
    {
        try
        {
            return Directory
                .EnumerateFileSystemEntries(folder)
                .All(e =>
                    Path.GetFileName(e) == RunOwner.FileName
                        ? RunOwner.IsLeftOver(e)
                        : AtomicFile.IsLeftOver(e, RunLayout.PlanName)
                );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                $"{folder}: cannot be read ({e.Message}); choose another folder.",
                e,
                Setting.OutputFolder
            );
        }
    }
}
