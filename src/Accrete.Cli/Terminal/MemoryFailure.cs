namespace Accrete.Cli.Terminal;

/// <summary>Recognises that memory ran out, however libtorch, CUDA, the C++ library or .NET says so.</summary>
internal static class MemoryFailure
{
    /// <summary>What to do about it.</summary>
    public const string Advice =
        "out of memory: take fewer images at once (optimiser.batch, --batch), smaller images (data.size) or a "
        + "narrower network (network.width), or end other programs.";

    private static readonly string[] Signs =
    [
        "can't allocate memory",
        "not enough memory",
        "out of memory",
        "bad_alloc",
        "CUBLAS_STATUS_ALLOC_FAILED",
    ];

    /// <summary>Whether that is what went wrong, or what caused it.</summary>
    public static bool Is(Exception e) =>
        e switch
        {
            OutOfMemoryException => true,
            // Our own messages say what went wrong, and may quote a name.
            AccreteException => false,
            AggregateException many => many.InnerExceptions.Any(Is),
            _ => Signs.Any(s => e.Message.Contains(s, StringComparison.OrdinalIgnoreCase))
                || (e.InnerException is { } inner && Is(inner)),
        };
}
