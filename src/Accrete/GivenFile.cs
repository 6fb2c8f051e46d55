using System.Text;
using Accrete.Machine;

namespace Accrete;

/// <summary>Reads text files that the user names, up to a size that honest ones do not reach.</summary>
public static class GivenFile
{
    /// <summary>The text of a file.</summary>
    /// <param name="path">The file, which is there.</param>
    /// <param name="most">The most bytes that it may have.</param>
    /// <param name="kind">What it is, for an error: such as <c>a recipe</c>.</param>
    /// <exception cref="InvalidInputException">It is no regular file, larger, or cannot be read.</exception>
    public static string ReadText(string path, int most, string kind)
    {
        try
        {
            using var file = RegularFile.OpenRead(path, throughLink: true);
            return ReadText(file, most) ?? throw new InvalidInputException($"{path}: is larger than {most >> 10} kB, and {kind} never is; name another file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be read ({e.Message}).", e);
        }
    }

    // Files of /proc and /sys have no length: what counts is what comes.
    private static string? ReadText(Stream file, int most)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (file.Read(buffer) is > 0 and var read)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > most)
            {
                return null;
            }
        }

        bytes.Position = 0;
        using var reader = new StreamReader(bytes, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
