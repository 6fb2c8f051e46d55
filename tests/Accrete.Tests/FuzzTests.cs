using System.Diagnostics;

namespace Accrete.Tests;

/// <summary>Runs the fuzz program (tests/Accrete.Fuzz) on kept inputs and on some thousand new ones.</summary>
public sealed class FuzzTests
{
    private const int Mutations = 20_000;

    [Fact]
    public async Task Whatever_an_input_is_it_is_read_or_refused_in_time_and_in_memory()
    {
        using var found = new TemporaryFolder();
        var program = Path.Combine(
            AppContext.BaseDirectory.Replace("Accrete.Tests", "Accrete.Fuzz", StringComparison.Ordinal),
            "Accrete.Fuzz.dll"
        );
        var start = new ProcessStartInfo("dotnet", [program, "--mutations", $"{Mutations}", "--found", found["found"]])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{said}\n{string.Join('\n', Texts(found["found"]))}");
    }

    // What was found is gone after the test: what happened, and with which number it is found again, is said here.
    private static IEnumerable<string> Texts(string folder) =>
        !Directory.Exists(folder)
            ? []
            : Directory.GetFiles(folder, "*-1.txt", SearchOption.AllDirectories).Select(File.ReadAllText);
}
