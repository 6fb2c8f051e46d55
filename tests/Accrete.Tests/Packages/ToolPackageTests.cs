using Accrete.Tests.Datasets;
using SkiaSharp;

namespace Accrete.Tests.Packages;

/// <summary>The tool as a package of its own: installed, it trains and predicts.</summary>
public sealed class ToolPackageTests(PackedFeed feed) : IClassFixture<PackedFeed>
{
    private const string System = "linux-x64";

    [Fact]
    public void It_is_installed_from_a_folder_trains_and_predicts()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), $"packs the tool of {System}.");
        feed.Pack("Accrete.Cli", "-r", System, "--no-restore");
        feed.Pack("Accrete.Cli", "--no-build", "-p:CreateRidSpecificToolPackages=false");

        CheckFiles(feed.Files($"Accrete.Tool.{System}"));
        Assert.DoesNotContain(feed.Files("Accrete.Tool"), f => f.Contains("torch", StringComparison.Ordinal));

        using var folder = new TemporaryFolder();
        folder.Write(
            "nuget.config",
            $"<configuration><config><add key=\"globalPackagesFolder\" value=\"packages\" /></config></configuration>"
        );
        Dotnet.Run(folder.Path, "tool", "install", "--tool-path", "tools", "--add-source", feed.Path, "Accrete.Tool");
        folder.Write("one.png", Made.Png(28, 28, (x, y) => x > 8 && y > 8 ? SKColors.White : SKColors.Black));
        string[] settings = [.. AccretePackageTests.ShortTraining.SelectMany(s => new[] { "--set", s })];

        var trained = Dotnet.Start(folder["tools/accrete"], folder.Path, ["train", "--out", "run", .. settings]);
        var predicted = Dotnet.Start(folder["tools/accrete"], folder.Path, "predict", "run", "one.png");

        Assert.True(trained.Status == 0, trained.Error);
        Assert.Contains("Try it: accrete predict run", trained.Output, StringComparison.Ordinal);
        Assert.True(predicted.Status == 0, predicted.Error);
        Assert.Contains("one.png", predicted.Output, StringComparison.Ordinal);
    }

    private static void CheckFiles(string[] files)
    {
        Assert.Contains($"tools/net10.0/{System}/libtorch/libtorch_cpu.so", files);
        Assert.Contains("README.md", files);
        Assert.Contains("THIRD-PARTY-NOTICES.txt", files);
        Assert.Contains("licenses/libtorch.txt", files);
        Assert.Contains("licenses/skia.txt", files);
        Assert.DoesNotContain(
            files,
            f =>
                f.Contains("runtimes/", StringComparison.Ordinal)
                || f.EndsWith(".xml", StringComparison.Ordinal)
                    && !f.EndsWith("DotnetToolSettings.xml", StringComparison.Ordinal)
                    && f.StartsWith("tools/", StringComparison.Ordinal)
        );
    }
}
