namespace Accrete.Tests.Repository;

/// <summary>The repository that these tests were built from.</summary>
internal static class Sources
{
    /// <summary>Its root.</summary>
    public static string Root { get; } = Find();

    /// <summary>Its files of C#, without what the build makes.</summary>
    public static IEnumerable<string> CSharp() =>
        new[] { "src", "tests", "bench", "samples" }
            .Select(f => Path.Combine(Root, f))
            .Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(p => p is "obj" or "bin"));

    // By where they run: a build that does not depend on its folder gives sources other paths.
    private static string Find()
    {
        var folder = Path.GetDirectoryName(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder, "Accrete.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder
            ?? throw new DirectoryNotFoundException(
                $"{AppContext.BaseDirectory}: no folder above it has Accrete.slnx."
            );
    }
}
