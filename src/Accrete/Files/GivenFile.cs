namespace Accrete.Files;

/// <summary>Reads text files that the user names, up to a size that honest ones do not reach.</summary>
internal static class GivenFile
{
    /// <summary>The text of a file.</summary>
    /// <param name="path">The file, which is there.</param>
    /// <param name="most">The most bytes that it may have.</param>
    /// <param name="kind">What it is, for an error: such as <c>a recipe</c>.</param>
    /// <exception cref="InvalidInputException">Throws if it is no regular file, larger, or cannot be read.</exception>
    public static string ReadText(string path, int most, string kind)
    {
        try
        {
            using var file = RegularFile.OpenRead(path, throughLink: true);
            return RegularFile.ReadText(file, most)
                ?? throw new InvalidInputException(
                    $"{path}: is larger than {most >> 10} kB, and {kind} never is; name another file."
                );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be read ({e.Message}).", e);
        }
    }
}
