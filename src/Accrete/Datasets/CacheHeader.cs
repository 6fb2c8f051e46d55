using System.Text.Json.Serialization;
using Accrete.Blueprints;

namespace Accrete.Datasets;

/// <summary>What a cache file says of itself.</summary>
internal sealed record CacheHeader(
    ImageShape Shape,
    long Train,
    long Test,
    string[] Classes,
    string Sha256,
    ImageSizes? Sizes = null
)
{
    /// <summary>What was found when the images were decoded; null in files of earlier versions.</summary>
    public DatasetFindings? Findings { get; init; }

    /// <summary>The images that could not be read and were left out.</summary>
    public IReadOnlyList<BadImage> Bad
    {
        get => field ?? [];
        init;
    }
}

/// <summary>Its JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CacheHeader))]
internal sealed partial class CacheJson : JsonSerializerContext;
