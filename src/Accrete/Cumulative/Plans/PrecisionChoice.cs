using System.Text.Json.Serialization;

namespace Accrete.Cumulative.Plans;

/// <summary>The precision of a run, as a recipe gives it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PrecisionChoice>))]
public enum PrecisionChoice
{
    /// <summary>bfloat16 if the processor has instructions for it, otherwise float32.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,

    /// <summary>float32.</summary>
    [JsonStringEnumMemberName("fp32")]
    Fp32,

    /// <summary>bfloat16 with float32 master weights.</summary>
    [JsonStringEnumMemberName("bf16")]
    Bf16,
}
