using System.Collections;
using System.Diagnostics;
using Accrete.Tests.Cli;

namespace Accrete.Tests.Packages;

/// <summary>
/// The <c>dotnet</c> command, as a user types it: without what the test run has set for its own builds.
/// </summary>
internal static class Dotnet
{
    // A server that a build leaves behind would keep the output open, and the test waiting.
    private static readonly (string Name, string Value)[] Settings =
    [
        ("MSBUILDDISABLENODEREUSE", "1"),
        ("UseSharedCompilation", "false"),
        ("DOTNET_CLI_USE_MSBUILD_SERVER", "0"),
        ("DOTNET_NOLOGO", "1"),
        ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
        // The natives are half a gigabyte: linked into each output, not copied.
        ("CreateHardLinksForCopyLocalIfPossible", "true"),
        ("CreateHardLinksForPublishFilesIfPossible", "true"),
    ];

    /// <summary>Runs it in a folder, and gives what it printed.</summary>
    public static string Run(string folder, params string[] arguments)
    {
        var ran = Start("dotnet", folder, arguments);
        Assert.True(
            ran.Status == 0,
            $"dotnet {string.Join(' ', arguments)} ended with {ran.Status}:\n{ran.Output}\n{ran.Error}"
        );
        return ran.Output;
    }

    /// <summary>Runs a program in a folder, whatever becomes of it.</summary>
    public static Invocation Start(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(v => (string)v.Key))
        {
            if (name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) || name == "NUGET_PACKAGES")
            {
                start.Environment.Remove(name);
            }
        }

        foreach (var (name, value) in Settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Invocation(process.ExitCode, output, error.Result);
    }
}
