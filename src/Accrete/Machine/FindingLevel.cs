using System.Text.Json.Serialization;

namespace Accrete.Machine;

/// <summary>How good or bad a <see cref="Finding"/> is.</summary>
internal enum FindingLevel
{
    /// <summary>As it should be.</summary>
    [JsonStringEnumMemberName("good")]
    Good,

    /// <summary>Worth knowing; everything works.</summary>
    [JsonStringEnumMemberName("note")]
    Note,

    /// <summary>Accrete cannot work like this.</summary>
    [JsonStringEnumMemberName("failure")]
    Failure,
}
