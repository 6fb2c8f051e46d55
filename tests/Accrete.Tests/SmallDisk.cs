using System.Diagnostics;

namespace Accrete.Tests;

/// <summary>A disk that is soon full, where the system lets tests mount one; else the test is skipped.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SmallDisk(int kilobytes)
    {
        if (
            !OperatingSystem.IsLinux()
            || !Environment.IsPrivilegedProcess
            || !Done("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "accrete-test", folder.Path)
        )
        {
            folder.Dispose();
            Assert.Skip("Mounting a small disk needs Linux and root.");
        }
    }

    public string this[string name] => folder[name];

    /// <summary>Takes all space but about so many kilobytes.</summary>
    public void FillBut(int kilobytes)
    {
        var free = new DriveInfo(folder.Path).AvailableFreeSpace;
        File.WriteAllBytes(folder["filling"], new byte[Math.Max(0, free - 1024L * kilobytes)]);
    }

    /// <summary>Gives the space back.</summary>
    public void Free() => File.Delete(folder["filling"]);

    public void Dispose()
    {
        Done("umount", "-l", folder.Path);
        folder.Dispose();
    }

    private static bool Done(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true }
            )!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
