using Accrete.Files.Tensors;
using static TorchSharp.torch;

namespace Accrete.Storage;

/// <summary>
/// What the file of an unfinished study can hold, told from its header: for each part a text, and for some images.
/// </summary>
internal static class StudyTensors
{
    /// <summary>What stands before the name of a part in that of its images.</summary>
    public const string ImagesPrefix = "images/";

    private const int MostText = 64 << 20;

    /// <summary>Whether a tensor is of images.</summary>
    public static bool IsOfImages(string tensor) => tensor.StartsWith(ImagesPrefix, StringComparison.Ordinal);

    /// <summary>
    /// What is wrong with the tensors of a file, all of which will be in memory; null where nothing is.
    /// </summary>
    /// <param name="entries">The tensors.</param>
    /// <param name="mostImages">The most bytes that images can take.</param>
    public static string? Flaw(IEnumerable<SafeTensorsEntry> entries, long mostImages)
    {
        var (images, texts) = (
            entries.Where(e => IsOfImages(e.Name)).ToArray(),
            entries.Where(e => !IsOfImages(e.Name)).ToArray()
        );
        var parts = texts.Select(t => t.Name).ToHashSet();
        return Array.Find(texts, e => e is not { Type.Type: ScalarType.Byte, Shape: [> 0] }) is { } noText
                ? $"'{noText.Name}' is no text"
            : Array.Find(images, e => e is not { Type.Type: ScalarType.Byte or ScalarType.Float32, Shape.Length: 4 })
                is { } noImages
                ? $"'{noImages.Name}' are no images"
            : images.Select(e => e.Name[ImagesPrefix.Length..]).FirstOrDefault(part => !parts.Contains(part))
                is { } lost
                ? $"the images of '{lost}' are of no part that is done"
            : Excess("numbers", texts, MostText) ?? Excess("images", images, mostImages);
    }

    /// <summary>Images as they are kept: whole levels of 8 bits take a quarter of the room.</summary>
    public static Tensor Levels(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var levels = (pixels * 255).round().to_type(ScalarType.Byte);
        return (Pixels(levels).eq(pixels).all().item<bool>() ? levels : pixels.clone()).MoveToOuterDisposeScope();
    }

    /// <summary>Kept images as they were, float32.</summary>
    public static Tensor Pixels(Tensor kept) =>
        kept.dtype == ScalarType.Byte ? kept.to_type(ScalarType.Float32) / 255 : kept.alias();

    private static string? Excess(string what, SafeTensorsEntry[] entries, long most) =>
        entries.Sum(e => e.End - e.Begin) is var bytes && bytes > most
            ? $"its {what} take {bytes >> 10} kB, most of them '{entries.MaxBy(e => e.End - e.Begin)!.Name}', "
                + $"and those of this study at most {most >> 10}"
            : null;
}
