using System.Text.Json.Serialization;
using Accrete.Blueprints;

namespace Accrete.Datasets;

/// <summary>What a cache file says of itself.</summary>
internal sealed record CacheHeader(ImageShape Shape, long Train, long Test, string[] Classes, string Sha256, ImageSizes? Sizes = null);

/// <summary>Its JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CacheHeader))]
internal sealed partial class CacheJson : JsonSerializerContext;
