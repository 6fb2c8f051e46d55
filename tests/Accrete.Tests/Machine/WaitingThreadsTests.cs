using System.Runtime.InteropServices;
using Accrete.Machine;

namespace Accrete.Tests.Machine;

public sealed partial class WaitingThreadsTests
{
    [Fact]
    public void Native_code_sees_that_they_sleep_unless_the_user_chose()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the C library there has another name");
        LibTorch.Load();
        var seen = Marshal.PtrToStringUTF8(getenv(WaitingThreads.PolicyVariable));
        Assert.Equal(
            WaitingThreads.Chosen() is null
                ? "passive"
                : Environment.GetEnvironmentVariable(WaitingThreads.PolicyVariable),
            seen
        );
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint getenv(string name);
}
