using Accrete.Blueprints;
using Accrete.Costs;

namespace Accrete.Cumulative;

/// <summary>
/// A stage of a run: a network, a class-balanced subset of the training images that contains those of earlier stages,
/// and some epochs.
/// </summary>
/// <param name="Index">The number of the stage, from 1.</param>
/// <param name="Blueprint">The architecture of the network; with pruning, the widest that it can be.</param>
/// <param name="Images">The indices of the subset's images among the training images.</param>
/// <param name="Batch">The batch size: the number of images in a training step.</param>
/// <param name="StepsPerEpoch">The number of steps in a pass over the subset.</param>
/// <param name="Epochs">The number of passes over the subset; may be a fraction.</param>
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

    /// <summary>Gets the number of steps of the stage, as far as it is decided.</summary>
    public long Steps => StepsOfParts?.Sum() ?? Math.Max(1, (long)Math.Round(Epochs * StepsPerEpoch));

    /// <summary>
    /// Gets the number of steps of each part that is decided, if a budget decides them; null if the epochs do.
    /// </summary>
    public IReadOnlyList<long>? StepsOfParts { get; init; }

    /// <summary>
    /// Gets the number of parts of the stage. Each part takes an equal share of the stage's annealing, however many
    /// steps it has.
    /// </summary>
    public int Parts { get; init; } = 1;

    /// <summary>Gets whether the number of steps of the stage is decided.</summary>
    public bool IsDecided => StepsOfParts is null || StepsOfParts.Count == Parts;

    /// <summary>
    /// Computes the number of the stage's own images that are tested at its end: as many as there are test images, if
    /// there are enough.
    /// </summary>
    public int ImagesTested(long testImages) => (int)Math.Min(testImages, Images.Count);

    /// <summary>Gets the work of one step.</summary>
    public Work StepWork => Work.Forward(Blueprint, Batch) + Work.Backward(Blueprint, Batch) + Work.Update(Blueprint);

    /// <summary>Gets the multiply-accumulates of all steps.</summary>
    public long TrainingMacs => Steps * Batch * Blueprint.TrainingMacs;

    /// <summary>
    /// Gets the planned share of the run's compute that is spent when the stage begins; the learning rate follows it.
    /// </summary>
    public double SpentBefore { get; init; }

    /// <summary>Gets the planned share of the run's compute that is spent when the stage ends.</summary>
    public double SpentAfter { get; init; } = 1;

    /// <summary>
    /// Computes the planned share of the run's compute that is spent after some steps of the stage, which may be a
    /// fraction.
    /// </summary>
    public double SpentAt(double steps)
    {
        var (part, done) = (0, steps);
        while (StepsOfParts is not null && part < StepsOfParts.Count - 1 && done > StepsOfParts[part])
        {
            done -= StepsOfParts[part++];
        }

        return SpentBefore + ((SpentAfter - SpentBefore) * (part + (done / (StepsOfParts?[part] ?? Steps))) / Parts);
    }

    /// <summary>Says whether the stage ends after that many steps.</summary>
    public bool EndsAt(long steps) => IsDecided && steps == Steps;

    /// <summary>
    /// Estimates how much longer an image takes than in another stage. Small networks use a processor less well than
    /// large ones: in a measurement, an image with 16 times the multiply-accumulates took five times as long.
    /// </summary>
    public double TimeOfImage(Stage other) =>
        Math.Pow((double)Blueprint.TrainingMacs / other.Blueprint.TrainingMacs, TimeByMacs);
}
