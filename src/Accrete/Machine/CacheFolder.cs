namespace Accrete.Machine;

/// <summary>The user's folder for what can be made again: decoded data sets and the bridged native library.</summary>
internal static class CacheFolder
{
    /// <summary>The environment variable that moves the folder.</summary>
    public const string Variable = "ACCRETE_CACHE";

    /// <summary>
    /// The path of <paramref name="name"/> in the folder; null where the user has no home to keep it in. Nothing is
    /// created.
    /// </summary>
    public static string? Path(string name) => Root() is { } root ? System.IO.Path.Combine(root, name) : null;

    private static string? Root()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return System.IO.Path.GetFullPath(named);
        }

        var shared =
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } xdg && System.IO.Path.IsPathFullyQualified(xdg)
                ? xdg
            : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        // Without a home that is a path below the current folder, where nobody looks for it.
        return System.IO.Path.IsPathFullyQualified(shared) ? System.IO.Path.Combine(shared, "accrete") : null;
    }
}
