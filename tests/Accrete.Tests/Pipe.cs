using System.Diagnostics;

namespace Accrete.Tests;

/// <summary>A named pipe, into which nobody writes: to open it is to wait forever.</summary>
internal static class Pipe
{
    /// <summary>Makes one; skips the test on Windows, which has none in folders.</summary>
    public static string At(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes in folders.");
        using var process = Process.Start("mkfifo", path);
        process.WaitForExit();
        return path;
    }
}
