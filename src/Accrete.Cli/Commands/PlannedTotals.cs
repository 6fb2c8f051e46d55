namespace Accrete.Cli.Commands;

/// <summary>What a plan costs in all, and what it saves.</summary>
/// <param name="Epochs">Passes over the subsets.</param>
/// <param name="Steps">Training steps.</param>
/// <param name="ImagesSeen">Images in training steps, each time counted.</param>
/// <param name="TrainingMacs">Multiply-accumulates of all steps.</param>
/// <param name="PrunedTrainingMacs">About as many as are left where the plan says how much of its network pruning
/// leaves, else null.</param>
/// <param name="ScratchEpochs">Epochs of training from scratch.</param>
/// <param name="ScratchMacs">Multiply-accumulates of the last network trained from scratch on all images for so
/// many.</param>
/// <param name="Saving">The part of the latter that is saved before anything is pruned; below 0 when the plan costs
/// more.</param>
/// <param name="JoulesModelled">Energy of all steps, modelled and not measured.</param>
/// <param name="ScratchJoulesModelled">The same from scratch.</param>
internal sealed record PlannedTotals(
    double Epochs,
    long Steps,
    long ImagesSeen,
    long TrainingMacs,
    long? PrunedTrainingMacs,
    double ScratchEpochs,
    long ScratchMacs,
    double Saving,
    double JoulesModelled,
    double ScratchJoulesModelled
);
