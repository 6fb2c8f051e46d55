namespace Accrete.Tests.Repository;

/// <summary>The pages of this repository that people read.</summary>
internal static class MarkdownPages
{
    /// <summary>All Markdown files, without what the build makes.</summary>
    public static IEnumerable<MarkdownPage> All { get; } =
    [
        .. Directory
            .EnumerateFiles(Sources.Root, "*.md", SearchOption.AllDirectories)
            .Where(f => !Inside(f).Split('/').Any(p => p is "bin" or "obj" or "node_modules" or ".git"))
            .Order(StringComparer.Ordinal)
            .Select(f => new MarkdownPage(Inside(f), File.ReadAllText(f))),
    ];

    private static string Inside(string file) => Path.GetRelativePath(Sources.Root, file).Replace('\\', '/');
}
