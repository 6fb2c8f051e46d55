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
    double Seconds
)
{
    /// <inheritdoc cref="ReceiptDetail" path="/param[@name='Widths']"/>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> Widths { get; } =
        // A file may hold null in place of a pair.
        Widths.Values.Select(w => w?.Count ?? 0).Where(c => c != 2).Take(1).ToArray()
            is [var count]
            ? throw Unpaired("widths", count)
            : Widths;

    /// <inheritdoc cref="ReceiptDetail" path="/param[@name='Parameters']"/>
    public IReadOnlyList<long> Parameters { get; } =
        Parameters.Count == 2 ? Parameters : throw Unpaired("parameters", Parameters.Count);

    /// <inheritdoc cref="ReceiptDetail" path="/param[@name='ForwardMacs']"/>
    public IReadOnlyList<long> ForwardMacs { get; } =
        ForwardMacs.Count == 2 ? ForwardMacs : throw Unpaired("forwardMacs", ForwardMacs.Count);

    private static InvalidInputException Unpaired(string what, int count) =>
        new($"a receipt's {what} are {count} numbers, and not one before and one after");
}
