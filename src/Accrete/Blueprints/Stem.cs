using System.Text.Json.Serialization;

namespace Accrete.Blueprints;

/// <summary>How a network begins: what it does to images before its first block.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Stem>))]
public enum Stem
{
    /// <summary>By the side of the images: large from 96 pixels on.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,

    /// <summary>Images keep their size, as is usual for 32 x 32 pixels.</summary>
    [JsonStringEnumMemberName("small")]
    Small,

    /// <summary>Images are made smaller at once, as is usual for 224 x 224 pixels.</summary>
    [JsonStringEnumMemberName("large")]
    Large,
}
