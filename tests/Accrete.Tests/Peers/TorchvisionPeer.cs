using System.Diagnostics;
using System.Text.Json;

namespace Accrete.Tests.Peers;

/// <summary>Debian's Python with torchvision, asked what its networks are like. Without it the test is skipped.</summary>
internal static class TorchvisionPeer
{
    private const string Python = "/usr/bin/python3";
    private const int CannotImport = 3;

    /// <summary>The shape of each parameter and buffer, such as <c>fc.weight 1000x512</c>, by network.</summary>
    public static Dictionary<string, string[]> Shapes(params string[] networks) =>
        Ask<Dictionary<string, Dictionary<string, long[]>>>(["shapes", .. networks])
            .ToDictionary(n => n.Key, n => n.Value.Select(p => $"{p.Key} {string.Join('x', p.Value)}").ToArray());

    /// <summary>The float64 logits of one patterned image, by network.</summary>
    public static Dictionary<string, double[]> Logits(int side, params string[] networks) =>
        Ask<Dictionary<string, double[]>>(["logits", $"{side}", .. networks]);

    /// <summary>Lets it load one state dict and write another, and gives the float32 logits of some images with each.</summary>
    public static (float[] Loaded, float[] Written) Exchange(string network, string load, string write, string images)
    {
        var logits = Ask<Dictionary<string, float[]>>([network, load, write, images], "torchvision_weights.py");
        return (logits["loaded"], logits["written"]);
    }

    private static T Ask<T>(string[] question, string script = "torchvision_networks.py")
    {
        Assert.SkipUnless(File.Exists(Python), $"{Python} is not installed here.");
        using var process = Process.Start(new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "Peers", script), .. question]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.SkipWhen(process.ExitCode == CannotImport, $"{Python} cannot import torchvision: {error.Result.Trim()}");
        Assert.True(process.ExitCode == 0, error.Result);
        return JsonSerializer.Deserialize<T>(answer)!;
    }
}
