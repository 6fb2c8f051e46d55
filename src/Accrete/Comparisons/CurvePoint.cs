namespace Accrete.Comparisons;

/// <summary>What a run had reached at some point.</summary>
/// <param name="TrainingMacs">Multiply-accumulates of its training steps so far.</param>
/// <param name="Seconds">Time so far, tests included.</param>
/// <param name="TestAccuracy">Fraction of the test images classified rightly.</param>
public sealed record CurvePoint(long TrainingMacs, double Seconds, double TestAccuracy);
