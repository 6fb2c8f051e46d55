namespace Accrete.Cumulative;

/// <summary>How long a stage is made, part by part, so that the run ends with its budget.</summary>
/// <param name="Steps">The training steps of the parts that are decided.</param>
/// <param name="Parts">How many parts there are.</param>
/// <param name="Epochs">Passes over the images in all parts; a forecast until the last one is decided.</param>
/// <param name="Tried">What was tried out, or counted, before the first step.</param>
internal sealed record StagePace(IReadOnlyList<long> Steps, int Parts, double Epochs, StageCost Tried);
