using System.Runtime.InteropServices;

namespace Accrete.Machine;

/// <summary>The C++ standard library of this system (Linux).</summary>
internal static class StandardLibrary
{
    /// <summary>Whether the system's libstdc++ provides a symbol version, such as <c>GLIBCXX_3.4.32</c>.</summary>
    public static bool Provides(string version) =>
        File() is { } file
        && System.IO.File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(version + "\0")) >= 0;

    /// <summary>The file that a program gets when it asks for libstdc++; null where there is none.</summary>
    public static string? File()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libstdc++.so.6", out _))
        {
            return null;
        }

        // The dynamic linker knows the search path better than we do: ask it what it mapped.
        var line = System
            .IO.File.ReadLines("/proc/self/maps")
            .FirstOrDefault(l => l.Contains("/libstdc++.so", StringComparison.Ordinal));
        return line?[line.IndexOf('/', StringComparison.Ordinal)..];
    }
}
