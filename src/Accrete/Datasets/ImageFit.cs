using System.Text.Json.Serialization;

namespace Accrete.Datasets;

/// <summary>How an image that is not of the wanted proportions is brought to them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ImageFit>))]
public enum ImageFit
{
    /// <summary>The largest part in its middle is taken; what lies beside it is cut off.</summary>
    [JsonStringEnumMemberName("crop")]
    Crop,

    /// <summary>The whole image, with black beside it.</summary>
    [JsonStringEnumMemberName("pad")]
    Pad,

    /// <summary>The whole image, made narrower or lower than it is.</summary>
    [JsonStringEnumMemberName("stretch")]
    Stretch,
}
