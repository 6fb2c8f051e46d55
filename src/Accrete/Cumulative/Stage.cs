using Accrete.Blueprints;

namespace Accrete.Cumulative;

/// <summary>One step of the schedule: a network, a nested class-balanced subset of the data, some epochs.</summary>
/// <param name="Index">From 1.</param>
/// <param name="Blueprint">The network's architecture; with pruning the widest that it can be.</param>
/// <param name="Images">The subset, as indices into the training images.</param>
/// <param name="Batch">Images in a step.</param>
/// <param name="StepsPerEpoch">Steps in a pass over the subset.</param>
/// <param name="Epochs">Passes over the subset; may be a fraction.</param>
public sealed record Stage(int Index, Blueprint Blueprint, IReadOnlyList<int> Images, int Batch, int StepsPerEpoch, double Epochs)
{
    /// <summary>Steps of the stage.</summary>
    public long Steps => Math.Max(1, (long)Math.Round(Epochs * StepsPerEpoch));

    /// <summary>Multiply-accumulates of one step.</summary>
    public long StepMacs => Blueprint.TrainingMacs * Batch;

    /// <summary>Multiply-accumulates of all steps.</summary>
    public long TrainingMacs => Steps * StepMacs;
}
