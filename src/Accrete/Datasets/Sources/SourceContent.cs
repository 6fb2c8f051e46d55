
namespace Accrete.Datasets.Sources;

/// <summary>What a source holds: class names, and images not yet decoded.</summary>
internal sealed record SourceContent(IReadOnlyList<string> Classes, ImageList Train, ImageList Test);
