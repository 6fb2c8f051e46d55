using System.Diagnostics;

namespace Accrete.Tests.Repository;

/// <summary>The site that docfx makes of the pages and of the comments on public members.</summary>
public sealed class SiteTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact, Trait("speed", "slow")]
    public void It_is_made_without_a_warning_and_has_the_pages_and_the_types()
    {
        Slow.SkipUnlessWanted();
        Run("tool", "restore");
        Run("docfx", "docfx.json", "--warningsAsErrors", "--output", folder.Path);

        string[] made = [.. Directory.EnumerateFiles(folder.Path, "*.html", SearchOption.AllDirectories)];
        Assert.Contains(made, f => f.EndsWith(Path.Combine("docs", "index.html"), StringComparison.Ordinal));
        Assert.Contains(made, f => Path.GetFileName(f) == "Accrete.Cumulative.Plans.Recipe.html");
    }

    private static void Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Sources.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{said}\n{error.Result}");
    }
}
