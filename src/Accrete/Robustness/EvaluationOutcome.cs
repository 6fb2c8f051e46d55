using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Accrete.Cumulative;

namespace Accrete.Robustness;

/// <summary>How models do on images, clean and worse: <c>evaluation.json</c>.</summary>
/// <param name="Schema">The version of this layout.</param>
/// <param name="Dataset">The images.</param>
/// <param name="Images">How many of its test images were measured, spread over all.</param>
/// <param name="CorruptionsFrom">The folder of published files that corrupted images were read from; null where they
/// were made here.</param>
/// <param name="Seed">The root of what was drawn.</param>
/// <param name="Models">The models, in the order in which they were named.</param>
internal sealed record EvaluationOutcome(
    int Schema,
    DatasetIdentity Dataset,
    long Images,
    string? CorruptionsFrom,
    int Seed,
    IReadOnlyList<EvaluatedModel> Models
) : IStudyOutcome
{
    /// <summary>The layout that this version writes, and the newest that it reads.</summary>
    public const int CurrentSchema = 1;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string>? Study { get; init; }

    /// <summary>Which images were measured, for people: <c>100 of 2,000 test images</c>.</summary>
    [JsonIgnore]
    public string MeasuredOn =>
        (Images < Dataset.TestImages ? FormattableString.Invariant($"{Images:n0} of ") : "")
        + (
            Dataset.TrainImages == 0
                ? FormattableString.Invariant($"all {Dataset.TestImages:n0} images")
                : FormattableString.Invariant($"{Dataset.TestImages:n0} test images")
        );

    /// <summary>How it is written.</summary>
    public static JsonTypeInfo<EvaluationOutcome> Type => EvaluationJson.Default.EvaluationOutcome;
}
