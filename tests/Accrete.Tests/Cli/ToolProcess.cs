using System.Diagnostics;

namespace Accrete.Tests.Cli;

/// <summary>The built tool as a process of its own, for what a process can do only once: loading libtorch.</summary>
internal static class ToolProcess
{
    public static Invocation Run(params string[] arguments) => Run([], arguments);

    public static Invocation Run((string Name, string Value)[] environment, string[] arguments)
    {
        using var process = Start(environment, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Invocation(process.ExitCode, output, error.Result);
    }

    /// <summary>Starts it and does not wait.</summary>
    public static Process Start((string Name, string Value)[] environment, string[] arguments)
    {
        string[] command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "Accrete.Cli.dll"), .. arguments];
        // What runs tests in the background may ignore SIGINT and SIGHUP, and a process that is started inherits that.
        command = OperatingSystem.IsLinux() ? ["env", "--default-signal=HUP,INT,TERM", .. command] : command;
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Sends a process a signal, if it is still there.</summary>
    public static void Send(string signal, Process process)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {process.Id} 2>/dev/null || true"]);
        kill.WaitForExit();
    }
}
