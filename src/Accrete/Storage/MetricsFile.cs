using System.Text;
using System.Text.Json;
using Accrete.Cumulative;
using Accrete.Files;

namespace Accrete.Storage;

/// <summary>The lines of metrics of a run, in a file that is appended to.</summary>
/// <param name="disk">Where it is.</param>
/// <param name="run">The folder of the run.</param>
internal sealed class MetricsFile(IDisk disk, string run)
{
    private string Path => RunLayout.In(run, RunLayout.MetricsName);

    /// <summary>Bytes.</summary>
    public long Length => File.Exists(Path) ? new FileInfo(Path).Length : 0;

    /// <summary>The lines; the last one is left out where it is torn, as a run that goes on takes it back.</summary>
    /// <exception cref="InvalidInputException">Throws if it cannot be read, or is damaged elsewhere.</exception>
    public static IReadOnlyList<MetricsLine> Read(string run)
    {
        var path = RunLayout.In(run, RunLayout.MetricsName);
        return !File.Exists(path) ? [] : StoredJson.Reading(path, () => Lines(path));
    }

    /// <summary>
    /// Appends a line, which is on the disk before the next checkpoint, which says how long this file is.
    /// </summary>
    /// <exception cref="AccreteException">Throws if the file cannot be written.</exception>
    public void Append(MetricsLine line) =>
        Change(file =>
        {
            file.Seek(0, SeekOrigin.End);
            file.Write(Encoding.UTF8.GetBytes(MetricsJson.Write(line) + "\n"));
            disk.Sync(file);
            disk.SyncFolder(run);
        });

    /// <summary>Takes back what was logged after a checkpoint: it will be logged again.</summary>
    /// <exception cref="InvalidInputException">Throws if there is less than the checkpoint says, or it ends within a
    /// line.</exception>
    /// <exception cref="AccreteException">Throws if the file cannot be written.</exception>
    public void Cut(long length) =>
        Change(file =>
        {
            if (file.Length < length)
            {
                throw new InvalidInputException(
                    $"{Path}: is shorter than the checkpoint says: it was changed after the run stopped; bring "
                        + "the old one back."
                );
            }

            if (length > 0)
            {
                file.Position = length - 1;
                if (file.ReadByte() != '\n')
                {
                    throw new InvalidInputException(
                        $"{Path}: has no end of a line where the checkpoint says: it was changed after the run "
                            + "stopped; bring the old one back."
                    );
                }
            }

            if (file.Length > length)
            {
                file.SetLength(length);
                disk.Sync(file);
            }
        });

    private static List<MetricsLine> Lines(string path)
    {
        // The steps of stages are added up; what else there is counts on from line to line.
        var (lines, numbers) = (new List<MetricsLine>(), new StoredNumbers(["step"]));
        string? last = null;
        foreach (
            var (text, _) in RegularFile
                .ReadLines(path, RegularFile.MostText)
                .Where(l => l.IsEnded && l.Text.Length > 0)
        )
        {
            if (last is not null)
            {
                lines.Add(Line(last, path, lines.Count + 1, numbers));
            }

            last = text;
        }

        if (last is not null && IsWhole(last))
        {
            lines.Add(Line(last, path, lines.Count + 1, numbers));
        }

        return lines;
    }

    private static MetricsLine Line(string line, string path, int at, StoredNumbers numbers)
    {
        try
        {
            numbers.Check(line);
            return CheckedJson.Read(line, MetricsJson.Default.MetricsLine);
        }
        catch (Exception e) when (e is JsonException or InvalidInputException)
        {
            throw StoredJson.Damaged(path, $"line {at}: {e.Message.Split('\n')[0]}", e);
        }
    }

    // After a loss of power a line can have its end and not its middle.
    private static bool IsWhole(string line) =>
        line.StartsWith('{') && line.EndsWith('}') && !line.Contains('\0', StringComparison.Ordinal);

    private void Change(Action<FileStream> change)
    {
        try
        {
            using var file = disk.Change(Path);
            change(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AccreteException(
                $"{Path}: cannot be written ({e.Message}); free some space and go on with the run.",
                e,
                Setting.Resume
            );
        }
    }
}
