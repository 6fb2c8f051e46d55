using System.Text.Json.Serialization;

namespace Accrete.Blueprints;

/// <summary>The first layers of a network, before its first block.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Stem>))]
public enum Stem
{
    /// <summary>Chosen by the image size: large from 96 pixels on, otherwise small.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,

    /// <summary>The first layers keep the image size, as is usual for images of 32 x 32 pixels.</summary>
    [JsonStringEnumMemberName("small")]
    Small,

    /// <summary>The first layers reduce the image size at once, as is usual for images of 224 x 224 pixels.</summary>
    [JsonStringEnumMemberName("large")]
    Large,
}
