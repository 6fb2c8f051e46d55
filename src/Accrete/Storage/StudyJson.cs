using System.Text.Json.Serialization;

namespace Accrete.Storage;

/// <summary>How the texts of an unfinished study are written as JSON.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class StudyJson : JsonSerializerContext;
