using Accrete.Tests.Datasets;
using Accrete.Tests.Repository;
using Mono.Cecil;
using SkiaSharp;

namespace Accrete.Tests.Packages;

public sealed class AccretePackageTests(PackedFeed feed) : IClassFixture<PackedFeed>
{
    internal static readonly string[] ShortTraining =
    [
        "network.width=0.1",
        "stages.1.data=0.02",
        "stages.2.data=0.03",
        "stages.3.data=0.05",
        "stages.1.epochs=1",
        "stages.2.epochs=1",
        "stages.3.epochs=1",
    ];

    private const string Woven = "obj/Release/net10.0/accrete/TorchSharp.dll";

    private const string ServingProgram = """
        using Microsoft.Extensions.DependencyInjection;

        var services = new ServiceCollection();
        services.AddAccreteModel(options => options.Path = "runs/mine");
        services.AddHealthChecks().AddAccreteModel();
        """;

    private static readonly string[] LinuxLibraries =
    [
        "libtorch/libLibTorchSharp.so",
        "libtorch/libc10.so",
        "libtorch/libgomp-98b21ff3.so.1",
        "libtorch/libtorch.so",
        "libtorch/libtorch_cpu.so",
    ];

    [Fact]
    public void It_has_what_a_programmer_looks_for()
    {
        var metadata = feed.Metadata("Accrete");

        Assert.Equal("MIT", metadata.Element("license")!.Value);
        Assert.Equal("README.md", metadata.Element("readme")!.Value);
        Assert.NotEmpty(metadata.Element("description")!.Value);
        Assert.NotEmpty(metadata.Element("tags")!.Value);
        Assert.Superset(
            new HashSet<string>
            {
                "README.md",
                "buildTransitive/Accrete.targets",
                "lib/net10.0/Accrete.dll",
                "lib/net10.0/Accrete.xml",
                "tools/weaver/Accrete.Weaver.dll",
                "tools/weaver/Accrete.Weaver.runtimeconfig.json",
                "tools/weaver/Mono.Cecil.dll",
                "tools/weaver/Mono.Cecil.Rocks.dll",
                "tools/weaver/THIRD-PARTY-NOTICES.txt",
            },
            feed.Files("Accrete").ToHashSet()
        );
        Assert.Contains("lib/net10.0/Accrete.pdb", feed.Files("Accrete", "snupkg"));
    }

    [Fact]
    public void It_names_what_it_runs_on_and_nothing_of_its_own_build()
    {
        var dependencies = feed.Metadata("Accrete")
            .Descendants("dependency")
            .ToDictionary(d => d.Attribute("id")!.Value, d => d.Attribute("version")!.Value);

        Assert.Equal("[0.107.0, 0.108.0)", dependencies["TorchSharp"]);
        Assert.Equal("[2.10.0, 2.11.0)", dependencies["libtorch-cpu-linux-x64"]);
        Assert.Equal("[2.10.0, 2.11.0)", dependencies["libtorch-cpu-win-x64"]);
        Assert.Equal("[2.10.0, 2.11.0)", dependencies["libtorch-cpu-osx-arm64"]);
        Assert.DoesNotContain(dependencies.Keys, id => id.Contains("Weaver", StringComparison.Ordinal));
        Assert.DoesNotContain("Mono.Cecil", dependencies.Keys);
    }

    [Fact]
    public void The_package_for_hosts_has_its_documentation_and_hands_the_targets_on()
    {
        var accrete = feed.Metadata("Accrete.Extensions.Hosting")
            .Descendants("dependency")
            .Single(d => d.Attribute("id")!.Value == "Accrete");

        Assert.Equal("Build,Analyzers", accrete.Attribute("exclude")!.Value);
        Assert.Contains("lib/net10.0/Accrete.Extensions.Hosting.xml", feed.Files("Accrete.Extensions.Hosting"));
        Assert.Contains("README.md", feed.Files("Accrete.Extensions.Hosting"));
    }

    [Fact]
    public void A_project_that_only_refers_to_it_builds_trains_predicts_and_is_published()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "counts the files of a Linux build.");
        using var project = new ConsumingProject(feed, Sample(), "Accrete");
        project.Dotnet("build", "-c", "Release", "-warnaserror");
        var woven = File.GetLastWriteTimeUtc(project[Woven]);
        File.WriteAllBytes(
            project["one.png"],
            Made.Png(28, 28, (x, y) => x > 8 && y > 8 ? SKColors.White : SKColors.Black)
        );

        var built = project.Dotnet(["run", "-c", "Release", "--", "one.png", .. ShortTraining]);

        Assert.Contains("after 3 stages", built, StringComparison.Ordinal);
        Assert.Contains("one.png: ", built, StringComparison.Ordinal);
        Assert.Equal(woven, File.GetLastWriteTimeUtc(project[Woven]));
        CheckOutput(project, "bin/Release/net10.0", "runtimes/linux-x64/native/");

        project.Dotnet("publish", "-c", "Release", "--no-build", "-o", "portable");
        CheckOutput(project, "portable", "runtimes/linux-x64/native/");

        Directory.Delete(project["runs"], recursive: true);
        project.Dotnet("publish", "-r", "linux-x64", "-o", "published");
        CheckOutput(project, "published", "");
        var published = Dotnet.Start(project["published/app"], project.Path, ["one.png", .. ShortTraining]);
        Assert.Equal((0, built), (published.Status, published.Output));

        // Files of another version of the package may be older than what was woven.
        project.Dotnet("build", "-c", "Release", "--no-restore", $"-p:AccreteWeaver={OldWeaver(project)}");
        Assert.NotEqual(woven, File.GetLastWriteTimeUtc(project[Woven]));
    }

    [Fact]
    public void Natives_are_those_of_the_named_systems_and_libtorch_can_be_left_to_the_program()
    {
        using var project = new ConsumingProject(
            feed,
            "Console.WriteLine(Accrete.Machine.LibTorch.Load());",
            "Accrete"
        );
        project.Dotnet("publish", "-r", "win-x64", "-o", "windows", "-p:UseAppHost=false");
        project.Dotnet("publish", "-o", "all", "-p:AccreteRuntimeIdentifiers=all");
        project.Dotnet("publish", "-o", "none", "-p:AccreteLibTorch=none");

        Assert.Superset(
            new HashSet<string> { "torch_cpu.dll", "c10.dll", "LibTorchSharp.dll", "libSkiaSharp.dll" },
            project.Files("windows").ToHashSet()
        );
        Assert.Superset(
            new HashSet<string>
            {
                "libtorch/libtorch_cpu.so",
                "runtimes/win-x64/native/torch_cpu.dll",
                "runtimes/osx-arm64/native/libtorch_cpu.dylib",
                "runtimes/osx-arm64/native/libLibTorchSharp.dylib",
                "runtimes/osx/native/libSkiaSharp.dylib",
            },
            project.Files("all").ToHashSet()
        );
        Assert.DoesNotContain(project.Files("windows"), f => f.Contains(".so", StringComparison.Ordinal));
        Assert.DoesNotContain(project.Files("all"), f => f.Contains("python", StringComparison.Ordinal));
        Assert.DoesNotContain(project.Files("none"), f => f.Contains("torch_cpu", StringComparison.Ordinal));
        Assert.Contains(project.Files("none"), f => f.Contains("LibTorchSharp.", StringComparison.Ordinal));
    }

    private static string OldWeaver(ConsumingProject project)
    {
        var packed = Path.Combine(Directory.GetDirectories(project["packages/accrete"]).Single(), "tools", "weaver");
        Directory.CreateDirectory(project["weaver"]);
        foreach (var file in Directory.GetFiles(packed))
        {
            var copy = Path.Combine(project["weaver"], Path.GetFileName(file));
            File.Copy(file, copy);
            File.SetLastWriteTimeUtc(copy, DateTime.UnixEpoch.AddYears(40));
        }

        return project["weaver/Accrete.Weaver.dll"];
    }

    private static string Sample() =>
        File.ReadAllText(Path.Combine(Sources.Root, "samples", "TrainFromCode", "Program.cs"));

    private static void CheckOutput(ConsumingProject project, string folder, string natives)
    {
        var files = project.Files(folder);

        Assert.Equal(LinuxLibraries, files.Where(f => f.StartsWith("libtorch/", StringComparison.Ordinal)));
        Assert.Equal(
            [$"{natives}libHarfBuzzSharp.so", $"{natives}libSkiaSharp.so"],
            files.Where(f =>
                f.EndsWith(".so", StringComparison.Ordinal) && !f.StartsWith("libtorch/", StringComparison.Ordinal)
            )
        );
        Assert.Equal(["app.pdb"], files.Where(f => f.EndsWith(".pdb", StringComparison.Ordinal)));
        Assert.DoesNotContain(files, f => f.StartsWith("Mono.Cecil", StringComparison.Ordinal));
        using var torchSharp = AssemblyDefinition.ReadAssembly(project[$"{folder}/TorchSharp.dll"]);
        Assert.Contains(
            torchSharp.CustomAttributes,
            a => a.ConstructorArguments is [{ Value: Accrete.Weaver.WovenAssembly.Mark }, _]
        );
    }
}
