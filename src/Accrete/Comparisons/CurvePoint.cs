namespace Accrete.Comparisons;

/// <summary>What a run had reached at some point; cost is that of <see cref="ComparedRun"/>, without tests.</summary>
/// <param name="TrainingMacs">Multiply-accumulates so far.</param>
/// <param name="Seconds">Time so far.</param>
/// <param name="TestAccuracy">Fraction of the test images classified rightly.</param>
internal sealed record CurvePoint(long TrainingMacs, double Seconds, double TestAccuracy);
