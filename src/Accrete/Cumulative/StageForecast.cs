namespace Accrete.Cumulative;

/// <summary>How long a stage was made so that the run ends with its budget.</summary>
/// <param name="Epochs">Passes over the stage's images.</param>
/// <param name="Spent">What the run was to have spent at the end of the stage, in the budget's unit: seconds, multiply-accumulates or joules.</param>
public sealed record StageForecast(double Epochs, double Spent);
