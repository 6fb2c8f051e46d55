namespace Accrete.Cumulative;

/// <summary>The forecast of a stage, made before its first step so that the run ends with its budget.</summary>
/// <param name="Epochs">The number of passes over its images.</param>
/// <param name="Spent">What the run was expected to have spent at the end of the stage, in the budget's unit: seconds,
/// multiply-accumulates or joules.</param>
public sealed record StageForecast(double Epochs, double Spent);
