namespace Accrete.Files.Trees;

/// <summary>
/// What a walk of a folder came by; paths are below it, with <c>/</c> between folders, in ordinal order.
/// </summary>
/// <param name="Files">The regular files, also those behind links.</param>
/// <param name="Folders">The folders, also those behind links.</param>
/// <param name="PassedOver">What was not entered or is no file.</param>
internal sealed record FoundFiles(
    IReadOnlyList<string> Files,
    IReadOnlyList<string> Folders,
    IReadOnlyList<PassedOver> PassedOver
)
{
    /// <summary>The folders that Accrete wrote, which were not entered.</summary>
    public IReadOnlyList<string> Own { get; init; } = [];
}
