using System.Text.Json.Serialization;

namespace Accrete.Datasets;

/// <summary>How classes of unequal size are evened out while training.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ClassBalance>))]
public enum ClassBalance
{
    /// <summary>Each image counts the same, and is shown once in each epoch.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>The loss of an image is weighted by the inverse of its class's frequency.</summary>
    [JsonStringEnumMemberName("weights")]
    Weights,

    /// <summary>
    /// Each epoch shows as many images of each class: those of small ones several times, of large ones a part.
    /// </summary>
    [JsonStringEnumMemberName("sampling")]
    Sampling,
}
