namespace Accrete.Machine;

/// <summary>The user's folder for what can be made again: decoded data sets and the bridged native library.</summary>
public static class CacheFolder
{
    /// <summary>The environment variable that moves the folder.</summary>
    public const string Variable = "ACCRETE_CACHE";

    /// <summary>The path of <paramref name="name"/> in the folder; nothing is created.</summary>
    public static string Path(string name) => System.IO.Path.Combine(Root(), name);

    private static string Root()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return System.IO.Path.GetFullPath(named);
        }

        var shared = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
            ? xdg
            : OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return System.IO.Path.Combine(shared, "accrete");
    }
}
