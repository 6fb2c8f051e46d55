using Accrete.Blueprints;
using Accrete.Costs;

namespace Accrete.Cumulative;

/// <summary>One step of the schedule: a network, a nested class-balanced subset of the data, some epochs.</summary>
/// <param name="Index">From 1.</param>
/// <param name="Blueprint">The network's architecture; with pruning the widest that it can be.</param>
/// <param name="Images">The subset, as indices into the training images.</param>
/// <param name="Batch">Images in a step.</param>
/// <param name="StepsPerEpoch">Steps in a pass over the subset.</param>
/// <param name="Epochs">Passes over the subset; may be a fraction.</param>
public sealed record Stage(
    int Index,
    Blueprint Blueprint,
    IReadOnlyList<int> Images,
    int Batch,
    int StepsPerEpoch,
    double Epochs
)
{
    private const double TimeByMacs = 0.6;

    /// <summary>Steps of the stage, as far as they are decided.</summary>
    public long Steps => StepsOfParts?.Sum() ?? Math.Max(1, (long)Math.Round(Epochs * StepsPerEpoch));

    /// <summary>
    /// The steps of each part that is decided, where a budget decides them; null where the epochs do.
    /// </summary>
    public IReadOnlyList<long>? StepsOfParts { get; init; }

    /// <summary>
    /// How many parts the stage has: each takes an equal share of the stage's annealing, whatever its steps are.
    /// </summary>
    public int Parts { get; init; } = 1;

    /// <summary>Whether it is decided how many steps the stage has.</summary>
    public bool IsDecided => StepsOfParts is null || StepsOfParts.Count == Parts;

    /// <summary>
    /// How many of its own images a stage is tested on at its end: where there are enough, as many as test images.
    /// </summary>
    public int ImagesTested(long testImages) => (int)Math.Min(testImages, Images.Count);

    /// <summary>The work of one step.</summary>
    public Work StepWork => Work.Forward(Blueprint, Batch) + Work.Backward(Blueprint, Batch) + Work.Update(Blueprint);

    /// <summary>Multiply-accumulates of all steps.</summary>
    public long TrainingMacs => Steps * Batch * Blueprint.TrainingMacs;

    /// <summary>
    /// The share of the run's compute that is spent when the stage begins, as the recipe plans it: what the learning
    /// rate follows.
    /// </summary>
    public double SpentBefore { get; init; }

    /// <summary>The same when the stage ends.</summary>
    public double SpentAfter { get; init; } = 1;

    /// <summary>The same after some steps of the stage; a half counts too.</summary>
    public double SpentAt(double steps)
    {
        var (part, done) = (0, steps);
        while (StepsOfParts is not null && part < StepsOfParts.Count - 1 && done > StepsOfParts[part])
        {
            done -= StepsOfParts[part++];
        }

        return SpentBefore + ((SpentAfter - SpentBefore) * (part + (done / (StepsOfParts?[part] ?? Steps))) / Parts);
    }

    /// <summary>Whether that many steps are all.</summary>
    public bool EndsAt(long steps) => IsDecided && steps == Steps;

    /// <summary>
    /// About how much longer an image takes than in another stage. Small networks use a processor worse than large
    /// ones: with 16 times the multiply-accumulates an image took five times as long, where this was measured.
    /// </summary>
    public double TimeOfImage(Stage other) =>
        Math.Pow((double)Blueprint.TrainingMacs / other.Blueprint.TrainingMacs, TimeByMacs);
}
