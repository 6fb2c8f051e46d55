namespace Accrete.Datasets;

/// <summary>A data set from the cache, and the images of it that could not be read.</summary>
internal sealed record CachedSet(Dataset Set, IReadOnlyList<BadImage> Bad);
