using Accrete.Files;

namespace Accrete.Storage;

/// <summary>
/// A file that says who writes a run or a study: two processes in one folder would mix their files. It is empty, and
/// gone when its owner is done.
/// </summary>
internal sealed class RunOwner : IDisposable
{
    /// <summary>Its name in the folder of a run.</summary>
    public const string FileName = ".owner";

    // Each is a moment in which another owner was done.
    private const int MostTries = 50;

    private readonly string path;
    private readonly FileStream file;

    private RunOwner(string path, FileStream file) => (this.path, this.file) = (path, file);

    /// <summary>Takes a folder.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="name">The name of the file.</param>
    /// <param name="what">What is written, for an error.</param>
    /// <exception cref="InvalidInputException">Throws if another process has it, or the file is somebody's
    /// own.</exception>
    /// <exception cref="IOException">Throws if the file cannot be made.</exception>
    public static RunOwner Of(string folder, string name = FileName, string what = "run")
    {
        for (var tries = 1; ; tries++)
        {
            var path = Inside.File(folder, name);
            if (File.Exists(path) && !IsLeftOver(path))
            {
                throw new InvalidInputException($"{path}: is not empty, so Accrete did not make it; move it away.");
            }

            if (TryOpen(folder, path, what, last: tries == MostTries) is not { } file)
            {
                Thread.Sleep(tries);
                continue;
            }

            if (OperatingSystem.IsWindows() || UnixFile.Of(file.SafeFileHandle) == Place.Of(path))
            {
                return new RunOwner(path, file);
            }

            // Whoever had it was just done, and deleted it between its opening and its locking here.
            file.Dispose();
        }
    }

    /// <summary>Whether a file is what an owner that was killed left.</summary>
    public static bool IsLeftOver(string path) =>
        Place.Of(path).Kind == PlaceKind.File && new FileInfo(path).Length == 0;

    public void Dispose()
    {
        if (!OperatingSystem.IsWindows())
        {
            // While it is still locked, so that nobody else's is deleted.
            File.Delete(path);
        }

        file.Dispose();
    }

    private static FileStream? TryOpen(string folder, string path, string what, bool last)
    {
        try
        {
            return new FileStream(
                path,
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None,
                1,
                OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None
            );
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new InvalidInputException(
                $"{folder}: another process is writing this {what}; wait for it or end it.",
                e
            );
        }
        catch (IOException) when (!last)
        {
            return null;
        }
    }
}
