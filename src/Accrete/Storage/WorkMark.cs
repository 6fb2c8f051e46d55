using System.Text.Json;
using Accrete.Costs;
using Accrete.Files;

namespace Accrete.Storage;

/// <summary>
/// How much work a run had done, noted now and then between two checkpoints: what a crash loses is known from it.
/// </summary>
/// <param name="Saved">The work that the newest checkpoint holds.</param>
/// <param name="Done">All work.</param>
internal sealed record WorkMark(LedgerEntry Saved, LedgerEntry Done)
{
    private const int Longest = 1 << 20;

    /// <summary>Replaces the note. It is worth no error: a run goes on without.</summary>
    public void Write(string path)
    {
        try
        {
            using var file = RegularFile.OpenToChange(path);
            file.SetLength(0);
            JsonSerializer.Serialize(file, this, RunJson.Default.WorkMark);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
    }

    /// <summary>The work that was done after a checkpoint; null where no note belongs to it.</summary>
    /// <param name="path">The note.</param>
    /// <param name="saved">The work that the checkpoint holds.</param>
    public static LedgerEntry? ReadLost(string path, LedgerEntry saved)
    {
        try
        {
            return
                File.Exists(path)
                && CheckedJson.Read(RegularFile.ReadText(path, Longest), RunJson.Default.WorkMark) is var mark
                && mark.Saved == saved
                ? mark.Done.Without(saved)
                : null;
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or JsonException or InvalidInputException)
        {
            return null;
        }
    }
}
