using System.Text.Json.Serialization.Metadata;
using Accrete.Cumulative;

namespace Accrete.Robustness;

/// <summary>How models do on images, clean and worse: <c>evaluation.json</c>.</summary>
/// <param name="Schema">The version of this layout.</param>
/// <param name="Dataset">The images.</param>
/// <param name="Seed">The root of what was drawn.</param>
/// <param name="Models">The models, in the order in which they were named.</param>
public sealed record EvaluationOutcome(int Schema, DatasetIdentity Dataset, int Seed, IReadOnlyList<EvaluatedModel> Models)
{
    /// <summary>The layout that this version writes, and the newest that it reads.</summary>
    public const int CurrentSchema = 1;

    /// <summary>How it is written.</summary>
    public static JsonTypeInfo<EvaluationOutcome> Type => EvaluationJson.Default.EvaluationOutcome;
}
