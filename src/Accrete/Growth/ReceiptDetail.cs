namespace Accrete.Growth;

/// <summary>Details of a receipt: what a transformation changed, and how this was measured.</summary>
/// <param name="Widths">The widths of each channel group that changed, before and after.</param>
/// <param name="Layers">The names of the layers that were inserted.</param>
/// <param name="Parameters">The number of learned values, before and after.</param>
/// <param name="ForwardMacs">The multiply-accumulates of a forward pass of one image, before and after.</param>
/// <param name="Images">The number of real images on which it was measured.</param>
/// <param name="LogitScale">The largest logit of these images in eval mode.</param>
/// <param name="Seconds">The time of the transformation and its measurement, in seconds.</param>
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
