using System.Text.Json.Serialization;
using Accrete.Inference;

namespace Accrete.Cli.Commands;

/// <summary>What <c>accrete predict --json</c> prints for one image.</summary>
/// <param name="File">The file.</param>
/// <param name="Class">The likeliest class.</param>
/// <param name="Confidence">How sure the network is of it, from 0 to 1.</param>
/// <param name="Top">The likeliest classes, likeliest first.</param>
/// <param name="Suspicion">With <c>--mutual</c>, the share of clean images that are less suspicious, from 0 to
/// 1.</param>
/// <param name="Suspicious">Whether that is above the threshold.</param>
/// <param name="Error">Why the file could not be read; then nothing else is given.</param>
internal sealed record PredictionDocument(
    string File,
    string? Class,
    double? Confidence,
    IReadOnlyList<ClassConfidence>? Top,
    double? Suspicion,
    bool? Suspicious,
    string? Error
)
{
    public static PredictionDocument Of(Prediction prediction) =>
        prediction.Problem is { } problem
            ? new PredictionDocument(prediction.File, null, null, null, null, null, problem)
            : new PredictionDocument(
                prediction.File,
                prediction.Top[0].Class,
                prediction.Top[0].Confidence,
                prediction.Top,
                prediction.Check?.Suspicion,
                prediction.Check?.IsSuspicious,
                null
            );
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(PredictionDocument))]
internal sealed partial class PredictionJson : JsonSerializerContext;
