using System.Text.Json.Serialization;

namespace Accrete.Datasets;

/// <summary>The ways to fit an image of other proportions to the wanted shape.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ImageFit>))]
public enum ImageFit
{
    /// <summary>The image is cropped to the largest part in its middle.</summary>
    [JsonStringEnumMemberName("crop")]
    Crop,

    /// <summary>The whole image is shown, padded with black.</summary>
    [JsonStringEnumMemberName("pad")]
    Pad,

    /// <summary>The whole image is shown, stretched to the shape.</summary>
    [JsonStringEnumMemberName("stretch")]
    Stretch,
}
