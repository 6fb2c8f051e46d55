using System.Text.Json.Serialization;

namespace Accrete.Storage;

/// <summary>How the small parts of a checkpoint are written as JSON.</summary>
[JsonSerializable(typeof(Dictionary<string, long>))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
