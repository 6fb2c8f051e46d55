using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Accrete.Tests.Repository;

public sealed class SamplesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Parts_from_outside_of_the_library_train_grow_and_attack()
    {
        var said = Run("OwnParts", folder["run"]);

        var shares = Regex.Matches(said, @"(?m)^([0-9.]+) ?% of");
        Assert.Equal(2, shares.Count);
        Assert.InRange(double.Parse(shares[0].Groups[1].Value, CultureInfo.InvariantCulture), 60, 100);
        // As text: this program does not know the sample's layer kind.
        var outcome = File.ReadAllText(folder["run/run.json"]);
        Assert.Equal(2, Regex.Count(outcome, "\"kind\": \"prune\""));
        Assert.Contains("\"type\": \"gelu\"", outcome, StringComparison.Ordinal);
    }

    // The samples are built with everything else, in the same configuration as the tests.
    private static string Run(string sample, params string[] arguments)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(
            Sources.Root,
            "samples",
            sample,
            "bin",
            output.Parent!.Name,
            output.Name,
            $"{sample}.dll"
        );
        Assert.SkipUnless(File.Exists(program), $"{program}: is not built; build the solution");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(Patience));
        Assert.True(process.ExitCode == 0, error.Result);
        return said;
    }
}
