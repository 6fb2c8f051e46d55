using System.Text.Json.Serialization;

namespace Accrete.Robustness.Detection;

/// <summary>How studies of detection are written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(DetectionOutcome))]
internal sealed partial class DetectionJson : JsonSerializerContext;
