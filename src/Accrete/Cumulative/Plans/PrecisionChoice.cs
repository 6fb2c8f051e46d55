using System.Text.Json.Serialization;

namespace Accrete.Cumulative.Plans;

/// <summary>In which numbers a run computes, as a recipe says it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PrecisionChoice>))]
public enum PrecisionChoice
{
    /// <summary>bf16 where the processor multiplies in it, float32 elsewhere.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,

    /// <summary>float32.</summary>
    [JsonStringEnumMemberName("fp32")]
    Fp32,

    /// <summary>bfloat16 with float32 master weights.</summary>
    [JsonStringEnumMemberName("bf16")]
    Bf16,
}
