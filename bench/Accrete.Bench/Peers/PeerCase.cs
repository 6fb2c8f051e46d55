namespace Accrete.Bench.Peers;

/// <summary>One way to run <c>peer.py</c>.</summary>
/// <param name="Title">What reports call it.</param>
/// <param name="Work">What it does, for the notes.</param>
/// <param name="KeepMemory">Whether glibc is told to keep freed memory, as Accrete tells it.</param>
/// <param name="Pipeline">Whether it makes its batches and reads loss and accuracy back, as Accrete does.</param>
internal sealed record PeerCase(string Title, string Work, bool KeepMemory = false, bool Pipeline = false)
{
    private const string BestCase = "one fixed batch, no data pipeline, no accuracy";

    private const string SameWork =
        "batches of shuffled uint8 images, flipped, cropped and normalised in bulk, the loss and the right "
        + "answers of every batch read back, "
        + "freed memory handled as in the first PyTorch row";

    /// <summary>Every case, in the order of the report.</summary>
    public static IReadOnlyList<PeerCase> All { get; } =
    [
        new("PyTorch", BestCase),
        new("PyTorch, keeping freed memory", BestCase, KeepMemory: true),
        new("PyTorch, same work", SameWork, Pipeline: true),
    ];
}
