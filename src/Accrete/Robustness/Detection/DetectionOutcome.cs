using System.Text.Json.Serialization.Metadata;
using Accrete.Cumulative;

namespace Accrete.Robustness.Detection;

/// <summary>How well a lineage notices inputs that it should not trust: <c>detection.json</c>.</summary>
/// <param name="Schema">The version of this layout.</param>
/// <param name="Source">The run.</param>
/// <param name="Dataset">The images.</param>
/// <param name="Seed">The root of what was drawn.</param>
/// <param name="ValidationImages">Clean test images on which thresholds were set.</param>
/// <param name="CleanImages">Other clean test images, from which suspicious ones are told.</param>
/// <param name="FalsePositiveRate">The rate of false positives that was asked for.</param>
/// <param name="EnsembleMembers">Networks of the ensemble, the lineage's last one among them; 0 without an
/// ensemble.</param>
/// <param name="HeldOutFalsePositiveRates">What came of it on the other images, by score.</param>
/// <param name="Members">The networks.</param>
/// <param name="Attacks">What attacks did.</param>
/// <param name="Odd">Images that nobody attacked and that are strange all the same.</param>
/// <param name="Costs">What asking takes.</param>
internal sealed record DetectionOutcome(
    int Schema,
    string Source,
    DatasetIdentity Dataset,
    int Seed,
    int ValidationImages,
    int CleanImages,
    double FalsePositiveRate,
    int EnsembleMembers,
    IReadOnlyDictionary<string, double> HeldOutFalsePositiveRates,
    IReadOnlyList<MemberOutcome> Members,
    IReadOnlyList<DetectedAttack> Attacks,
    IReadOnlyList<OddImages> Odd,
    IReadOnlyList<AskingCost> Costs
) : IStudyOutcome
{
    /// <summary>The layout that this version writes, and the newest that it reads.</summary>
    public const int CurrentSchema = 1;

    /// <summary>What rate of false positives the threshold can promise; null where it was not counted.</summary>
    public PromisedRate? Promise { get; init; }

    /// <summary>The SHA-256 of the detector's file; null in files of earlier versions.</summary>
    public string? Detector { get; init; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string>? Study { get; init; }

    /// <summary>How it is written.</summary>
    public static JsonTypeInfo<DetectionOutcome> Type => DetectionJson.Default.DetectionOutcome;
}
