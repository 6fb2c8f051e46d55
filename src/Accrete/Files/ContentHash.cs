using System.Security.Cryptography;
using System.Text;
using Accrete.Files.Trees;

namespace Accrete.Files;

/// <summary>SHA-256 of what a data set is read from, in lower-case hexadecimal.</summary>
internal static class ContentHash
{
    /// <summary>The hash of one file's bytes, as <c>sha256sum</c> gives it.</summary>
    public static string OfFile(string path)
    {
        using var file = SourceFile.Open(path);
        return Of(file);
    }

    /// <summary>The hash of the bytes that a stream gives.</summary>
    public static string Of(Stream stream) => Convert.ToHexStringLower(SHA256.HashData(stream));

    /// <summary>
    /// The hash of everything in a folder, over one line a file, <c>hash, two spaces, path</c>, as <c>sha256sum</c>
    /// prints them: how earlier versions identified it.
    /// </summary>
    public static string OfTree(FileTree tree, CancellationToken cancel)
    {
        var lines = new string[tree.Paths.Count];
        ParallelWork.For(
            lines.Length,
            i => lines[i] = Line(tree.Paths[i], Convert.ToHexStringLower(tree.Hash(tree.Paths[i]))),
            cancel
        );
        return OfText(string.Concat(lines));
    }

    /// <summary>The line of one file in a hash over several.</summary>
    public static string Line(string path, string hash) => $"{hash}  {path}\n";

    /// <summary>The hash of a text in UTF-8.</summary>
    public static string OfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
