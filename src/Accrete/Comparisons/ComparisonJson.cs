using System.Text.Json.Serialization;

namespace Accrete.Comparisons;

/// <summary>How comparisons are written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    AllowOutOfOrderMetadataProperties = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(ComparisonOutcome))]
internal sealed partial class ComparisonJson : JsonSerializerContext;
