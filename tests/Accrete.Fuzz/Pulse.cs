using System.IO.MemoryMappedFiles;

namespace Accrete.Fuzz;

/// <summary>
/// Memory that a child shares with its parent: which input it is at, since when, and the input itself, so that it is
/// known when the child dies of it.
/// </summary>
internal sealed class Pulse : IDisposable
{
    /// <summary>The name of the file.</summary>
    public const string Name = "pulse";

    private const int Head = 24;
    private const int Room = 9 << 20;

    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;

    public Pulse(string path, bool create)
    {
        file = MemoryMappedFile.CreateFromFile(path, create ? FileMode.Create : FileMode.Open, null, Room);
        view = file.CreateViewAccessor();
        if (create)
        {
            End();
        }
    }

    /// <summary>Says that an input begins.</summary>
    public void Begin(long number, byte[] input)
    {
        var length = Math.Min(input.Length, Room - Head);
        view.Write(16, length);
        view.WriteArray(Head, input, 0, length);
        view.Write(8, Environment.TickCount64);
        view.Write(0, number);
    }

    /// <summary>Says that no input is being tried.</summary>
    public void End() => view.Write(0, long.MinValue);

    /// <summary>The input that is being tried; null where none is.</summary>
    public (long Number, TimeSpan Since)? Now() =>
        view.ReadInt64(0) is var number and not long.MinValue
            ? (number, TimeSpan.FromMilliseconds(Environment.TickCount64 - view.ReadInt64(8)))
            : null;

    /// <summary>Its bytes.</summary>
    public byte[] Input()
    {
        var input = new byte[view.ReadInt32(16)];
        view.ReadArray(Head, input, 0, input.Length);
        return input;
    }

    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }
}
