using System.Runtime.InteropServices;

namespace Accrete.Machine;

/// <summary>Ends this process at once.</summary>
/// <remarks>
/// Without finalizers and the ends of native libraries, which would wait for a call that computes. Files lie whole in
/// their places or not at all, so nothing is lost by it. What it calls is looked up when it is made: later another
/// thread may be loading libtorch, and everything that looks up waits for that.
/// </remarks>
internal sealed unsafe class ProcessEnd
{
    private readonly delegate* unmanaged<int, void> exit;
    private readonly delegate* unmanaged<nint, uint, int> terminate;

    /// <summary>Makes ready.</summary>
    public ProcessEnd()
    {
        if (OperatingSystem.IsWindows())
        {
            terminate = (delegate* unmanaged<nint, uint, int>)
                NativeLibrary.GetExport(NativeLibrary.Load("kernel32.dll"), "TerminateProcess");
        }
        else
        {
            exit = (delegate* unmanaged<int, void>)
                NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "_exit");
        }
    }

    /// <summary>Ends it with a status.</summary>
    public void Now(int status)
    {
        if (terminate is not null)
        {
            terminate(-1, (uint)status);
        }
        else
        {
            exit(status);
        }
    }
}
