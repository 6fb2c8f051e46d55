using System.Text.Json.Serialization;

namespace Accrete.Robustness;

/// <summary>How evaluations are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(EvaluationOutcome))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
