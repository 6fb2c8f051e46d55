namespace Accrete.Cumulative;

/// <summary>What was foretold of a stage before its first step, so that the run ends with its budget.</summary>
/// <param name="Epochs">Passes over its images.</param>
/// <param name="Spent">What the run was to have spent at its end, in the budget's unit: seconds, multiply-accumulates
/// or joules.</param>
public sealed record StageForecast(double Epochs, double Spent);
