using System.Text.Json.Serialization;

namespace Accrete.Comparisons;

/// <summary>How comparisons are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ComparisonOutcome))]
internal sealed partial class ComparisonJson : JsonSerializerContext;
