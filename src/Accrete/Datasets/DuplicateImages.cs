namespace Accrete.Datasets;

/// <summary>Images that are there more than once where that falsifies what is measured: in both parts, or under two labels.</summary>
/// <param name="AcrossParts">Test images that are training images too.</param>
/// <param name="AcrossClasses">Images that lie in another class as well.</param>
/// <param name="Names">The first of them, each with a twin: <c>test/ant/1.png = train/ant/1.png</c>.</param>
public sealed record DuplicateImages(long AcrossParts, long AcrossClasses, IReadOnlyList<string> Names)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => $"The same image twice: {Counts()} ({PassedOver.Listed(Names, AcrossParts + AcrossClasses)}).";

    private string Counts() => (AcrossParts, AcrossClasses) switch
    {
        (var parts, 0) => $"{parts} test images are training images too",
        (0, var classes) => $"{classes} images lie in more than one class",
        var (parts, classes) => $"{parts} test images are training images too, {classes} images lie in more than one class",
    };
}
