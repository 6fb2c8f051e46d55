namespace Accrete.Datasets.Files;

/// <summary>What a path leads to when all links are followed.</summary>
/// <param name="Kind">Never a link.</param>
/// <param name="Id">The same for all paths that lead there, and for no other.</param>
internal readonly record struct ResolvedPath(EntryKind Kind, string Id);
