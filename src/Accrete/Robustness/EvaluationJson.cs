using System.Text.Json.Serialization;
using Accrete.Robustness.Noise;

namespace Accrete.Robustness;

/// <summary>How evaluations, and the parts of one that is not finished, are written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(EvaluationOutcome))]
[JsonSerializable(typeof(IReadOnlyList<Quality>))]
[JsonSerializable(typeof(IReadOnlyList<double?>))]
[JsonSerializable(typeof(IReadOnlyList<IReadOnlyList<DegradedAccuracy>>))]
[JsonSerializable(typeof(IReadOnlyList<IReadOnlyList<NoisePropagation>>))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
