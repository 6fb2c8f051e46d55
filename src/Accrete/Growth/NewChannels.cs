using System.Text.Json.Serialization;

namespace Accrete.Growth;

/// <summary>What the channels are that a layer gets when it widens.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NewChannels>))]
public enum NewChannels
{
    /// <summary>
    /// Copies of old ones, which share what the old one gave (Net2WiderNet): they know something, but the same.
    /// </summary>
    [JsonStringEnumMemberName("copies")]
    Copies,

    /// <summary>
    /// New ones with fresh weights, to which nothing listens yet: they know nothing, but have all to learn.
    /// </summary>
    [JsonStringEnumMemberName("fresh")]
    Fresh,
}
