namespace Accrete.Cumulative;

/// <summary>The last network of a run.</summary>
/// <param name="TestAccuracy">Fraction of the test images classified rightly.</param>
/// <param name="Top5">Fraction whose class is among the five likeliest.</param>
/// <param name="Parameters">Learned numbers.</param>
/// <param name="ForwardMacs">Multiply-accumulates of one image, forward.</param>
public sealed record FinalOutcome(double TestAccuracy, double Top5, long Parameters, long ForwardMacs);
