namespace Accrete.Datasets;

/// <summary>One named data set, and whether it is here.</summary>
/// <param name="Name">The name to ask for.</param>
/// <param name="Description">What it is, in one line.</param>
/// <param name="Found">The file or folder it would be read from; null when it is not here.</param>
/// <param name="Searched">The places that were looked at, in order.</param>
internal sealed record CatalogEntry(string Name, string Description, string? Found, IReadOnlyList<string> Searched);
