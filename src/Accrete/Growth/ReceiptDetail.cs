namespace Accrete.Growth;

/// <summary>What a transformation changed, and how its receipt was measured.</summary>
/// <param name="Widths">The width of each group that changed, before and after.</param>
/// <param name="Layers">The layers that were put in.</param>
/// <param name="Parameters">Learned numbers, before and after.</param>
/// <param name="ForwardMacs">Multiply-accumulates of one image, before and after.</param>
/// <param name="Images">Real images that were measured.</param>
/// <param name="LogitScale">The largest logit on them in eval mode.</param>
/// <param name="Seconds">Time of the transformation and its measurement.</param>
public sealed record ReceiptDetail(
    IReadOnlyDictionary<string, IReadOnlyList<int>> Widths,
    IReadOnlyList<string> Layers,
    IReadOnlyList<long> Parameters,
    IReadOnlyList<long> ForwardMacs,
    int Images,
    double LogitScale,
    double Seconds);
