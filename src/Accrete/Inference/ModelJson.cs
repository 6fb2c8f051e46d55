using System.Text.Json.Serialization;
using Accrete.Datasets;

namespace Accrete.Inference;

/// <summary>How the metadata of a model file are written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    AllowOutOfOrderMetadataProperties = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(Preprocessing))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class ModelJson : JsonSerializerContext;
