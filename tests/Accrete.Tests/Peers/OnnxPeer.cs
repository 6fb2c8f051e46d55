using System.Diagnostics;
using System.Text.Json;

namespace Accrete.Tests.Peers;

/// <summary>The Python package onnx, where it is installed: what it finds in files.</summary>
internal static class OnnxPeer
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Skips the test where the package is not installed.</summary>
    public static void SkipUnlessThere()
    {
        Assert.SkipUnless(File.Exists(Python), $"There is no {Python}.");
        Assert.SkipUnless(
            Run("-c", "import onnx").Status == 0,
            $"{Python} has no package onnx; install it with: apt-get install python3-onnx"
        );
    }

    /// <summary>What it says of files that its checker accepts.</summary>
    public static JsonElement[] Check(params string[] paths)
    {
        var (status, output, error) = Run([Path.Combine(AppContext.BaseDirectory, "Peers", "check_onnx.py"), .. paths]);
        Assert.True(status == 0, error);
        return [.. output.TrimEnd().Split('\n').Select(l => JsonDocument.Parse(l).RootElement)];
    }

    private static (int Status, string Output, string Error) Run(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
