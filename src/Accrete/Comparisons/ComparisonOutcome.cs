using System.Text.Json.Serialization;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;

namespace Accrete.Comparisons;

/// <summary>A comparison as far as it is done: <c>comparison.json</c>.</summary>
/// <param name="Schema">The version of this layout.</param>
/// <param name="Plan">The cumulative plan; seeds count up from its own.</param>
/// <param name="Dataset">The images.</param>
/// <param name="Arms">The arms that have a finished run.</param>
/// <param name="IsoAccuracy">Cumulative against scratch; null until both have a finished run.</param>
internal sealed record ComparisonOutcome(
    int Schema,
    [property: JsonConverter(typeof(StoredPlan))] Plan Plan,
    DatasetIdentity Dataset,
    IReadOnlyList<ArmOutcome> Arms,
    IsoAccuracy? IsoAccuracy
)
{
    /// <summary>The layout that this version writes, and the newest that it reads.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Cumulative training against each other arm; null in files of earlier versions.</summary>
    public IReadOnlyList<PairedDifference>? Differences { get; init; }

    /// <summary>The difference to an arm; null where none was taken.</summary>
    public PairedDifference? DifferenceTo(string arm) => Differences?.FirstOrDefault(d => d.Arm == arm);

    /// <summary>The arm of that name; null where none of its runs is finished.</summary>
    public ArmOutcome? this[string arm] => Arms.FirstOrDefault(a => a.Name == arm);
}
