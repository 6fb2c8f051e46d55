namespace Accrete.Robustness;

/// <summary>Accuracy where something is worse than it was.</summary>
/// <param name="Name">What was done: <c>gaussian</c>, <c>fog</c>.</param>
/// <param name="Severity">How much, from 1 to 5.</param>
/// <param name="Strength">What that means in numbers; null where it is not one number.</param>
/// <param name="Accuracy">Fraction of the test images classified rightly.</param>
internal sealed record DegradedAccuracy(string Name, int Severity, double? Strength, double Accuracy);
