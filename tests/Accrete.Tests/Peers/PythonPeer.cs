using System.Diagnostics;
using System.Text.Json;

namespace Accrete.Tests.Peers;

/// <summary>
/// Debian's Python, asked through one of the scripts beside this file. Without what a script needs the test is skipped.
/// </summary>
internal static class PythonPeer
{
    private const string Python = "/usr/bin/python3";
    private const int CannotImport = 3;

    /// <summary>What a script prints, read as JSON.</summary>
    public static T Ask<T>(string script, params string[] question)
    {
        Assert.SkipUnless(File.Exists(Python), $"{Python} is not installed here.");
        using var process = Process.Start(
            new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "Peers", script), .. question])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var error = process.StandardError.ReadToEndAsync();
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.SkipWhen(
            process.ExitCode == CannotImport,
            $"{Python} cannot import what {script} needs: {error.Result.Trim()}"
        );
        Assert.True(process.ExitCode == 0, error.Result);
        return JsonSerializer.Deserialize<T>(answer)!;
    }
}
