using System.Text.Json.Serialization;

namespace Accrete.Growth;

/// <summary>The kind of channels that a layer gets when it is widened.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NewChannels>))]
public enum NewChannels
{
    /// <summary>
    /// Copies of old channels, among which the outgoing weight of the old channel is divided (Net2WiderNet). They have
    /// learned something, but all the same.
    /// </summary>
    [JsonStringEnumMemberName("copies")]
    Copies,

    /// <summary>
    /// Channels with random weights, whose outgoing weights are 0 at first. They have learned nothing yet.
    /// </summary>
    [JsonStringEnumMemberName("fresh")]
    Fresh,
}
