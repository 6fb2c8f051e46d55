using System.Diagnostics;

namespace Accrete.Tests.Cli;

public sealed class AddressLimitTests
{
    [Fact]
    public void Too_few_addresses_for_libtorch_are_told_as_such()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "ulimit -v counts addresses on Linux");
        // .NET takes two gigabytes of addresses by itself, with a small heap; libtorch would end in a segmentation
        // fault.
        var start = new ProcessStartInfo(
            "/bin/sh",
            [
                "-c",
                "ulimit -v 2900000; exec \"$@\"",
                "sh",
                "dotnet",
                Path.Combine(AppContext.BaseDirectory, "Accrete.Cli.dll"),
                "inspect",
                "vgg11",
                "--latency",
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x10000000";

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(1, process.ExitCode);
        Assert.Matches(
            "^error: out of memory: the limit on addresses \\(ulimit -v\\) leaves [0-9,]+ MB, and libtorch "
                + "needs 1,000 MB to begin; raise it\\.\n$",
            error
        );
    }
}
