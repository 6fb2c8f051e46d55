using System.Text.Json.Serialization;
using Accrete.Datasets;

namespace Accrete.Cli.Commands;

/// <summary>How <c>accrete data list --json</c> is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<CatalogEntry>))]
internal sealed partial class DataListJson : JsonSerializerContext;
