using System.Text.Json.Serialization;
using Accrete.Machine;

namespace Accrete.Cli.Commands;

/// <summary>What <c>accrete doctor --json</c> prints.</summary>
internal sealed record DoctorDocument(string Version, bool Healthy, IReadOnlyList<Finding> Findings)
{
    public static DoctorDocument Of(Diagnosis diagnosis) =>
        new(typeof(Diagnosis).Assembly.GetName().Version!.ToString(3), diagnosis.Healthy, diagnosis.Findings);
}

[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(DoctorDocument))]
internal sealed partial class DoctorJson : JsonSerializerContext;
