
namespace Accrete.Datasets.Files;

/// <summary>Opens and reads files of data sets, with errors that name them.</summary>
internal static class SourceFile
{
    public static byte[] ReadAll(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    public static Stream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    public static AccreteException Unreadable(string path, Exception cause) =>
        new($"{path}: cannot be read ({cause.Message.TrimEnd('.')}); check that it exists and that you may read it.", cause);
}
