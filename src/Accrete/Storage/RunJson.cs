using System.Text.Json;
using System.Text.Json.Serialization;
using Accrete.Blueprints;
using Accrete.Cumulative;
using Accrete.Datasets;

namespace Accrete.Storage;

/// <summary>How the artefacts of a run are written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    AllowOutOfOrderMetadataProperties = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(RunOutcome))]
[JsonSerializable(typeof(StageOutcome))]
[JsonSerializable(typeof(RunPosition))]
[JsonSerializable(typeof(WorkMark))]
[JsonSerializable(typeof(Preprocessing))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(Blueprint))]
internal sealed partial class RunJson : JsonSerializerContext;

/// <summary>The same on one line.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(MetricsLine))]
internal sealed partial class MetricsJson : JsonSerializerContext
{
    public static string Write(MetricsLine line) => JsonSerializer.Serialize(line, Default.MetricsLine);
}
