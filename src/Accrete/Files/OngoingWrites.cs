namespace Accrete.Files;

/// <summary>Whether this process is writing a file: it does not end by itself in the middle of that.</summary>
internal static class OngoingWrites
{
    private static int count;

    /// <summary>Whether there is one.</summary>
    public static bool Any => Volatile.Read(ref count) > 0;

    /// <summary>One begins; it ends with what is given back.</summary>
    public static IDisposable Begin() => new Ongoing();

    private sealed class Ongoing : IDisposable
    {
        public Ongoing() => Interlocked.Increment(ref count);

        public void Dispose() => Interlocked.Decrement(ref count);
    }
}
