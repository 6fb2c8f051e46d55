using System.Text.Json.Serialization;

namespace Accrete.Fuzz;

/// <summary>How processes tell each other what they found, and how the log is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Tally))]
[JsonSerializable(typeof(Work))]
[JsonSerializable(typeof(Report))]
internal sealed partial class FuzzJson : JsonSerializerContext;
