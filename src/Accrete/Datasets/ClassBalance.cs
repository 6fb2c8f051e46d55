using System.Text.Json.Serialization;

namespace Accrete.Datasets;

/// <summary>The ways to balance classes of unequal size while training.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ClassBalance>))]
public enum ClassBalance
{
    /// <summary>Each image has the same weight, and is shown once in each epoch.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>The loss of an image is weighted by the inverse frequency of its class.</summary>
    [JsonStringEnumMemberName("weights")]
    Weights,

    /// <summary>
    /// Each epoch shows equally many images of each class: images of small classes several times, and a part of the
    /// images of large ones.
    /// </summary>
    [JsonStringEnumMemberName("sampling")]
    Sampling,
}
