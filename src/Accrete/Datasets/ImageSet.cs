using Accrete.Blueprints;
using Accrete.Files.Tensors;
using Accrete.Machine;
using static TorchSharp.torch;

namespace Accrete.Datasets;

/// <summary>Labeled images as one tensor in the memory of the CPU, outside of any dispose scope.</summary>
public sealed class ImageSet : IDisposable
{
    // Images are float32 while they are resized.
    private const long ResizedAtOnce = 1000;

    static ImageSet() => LibTorch.Load();

    /// <summary>
    /// Makes a set that owns two tensors from here on: they are detached from their dispose scope, and disposed of with
    /// the set.
    /// </summary>
    /// <param name="images">The images: uint8 <c>[N, C, H, W]</c>, contiguous, on the CPU, with C, H and W at least
    /// 1.</param>
    /// <param name="labels">The labels: int64 <c>[N]</c>, contiguous, on the CPU.</param>
    /// <exception cref="InvalidInputException">Throws if a tensor has another type, shape, layout or
    /// device.</exception>
    public ImageSet(Tensor images, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        if (images.dtype != ScalarType.Byte || images.dim() != 4 || images.shape.Skip(1).Contains(0) || !OnCpu(images))
        {
            throw new InvalidInputException("Images must be one contiguous uint8 tensor [N, C, H, W] on the CPU.");
        }

        if (
            labels.dtype != ScalarType.Int64
            || labels.dim() != 1
            || labels.numel() != images.shape[0]
            || !OnCpu(labels)
        )
        {
            throw new InvalidInputException(
                "Labels must be one contiguous int64 tensor [N] on the CPU, one for each image."
            );
        }

        Images = images.DetachFromDisposeScope();
        Labels = labels.DetachFromDisposeScope();
        Count = images.shape[0];
        Shape = new ImageShape((int)images.shape[1], (int)images.shape[2], (int)images.shape[3]);
    }

    /// <summary>Makes a set from copies of pixels and labels.</summary>
    /// <param name="shape">The shape of every image, <c>[C, H, W]</c>.</param>
    /// <param name="pixels">The pixels of one image after the other, each <c>[C, H, W]</c>, from 0 to 255.</param>
    /// <param name="labels">The class index of each image.</param>
    /// <exception cref="InvalidInputException">Throws if the pixels are not those of as many images as there are
    /// labels.</exception>
    public static ImageSet Of(ImageShape shape, ReadOnlySpan<byte> pixels, ReadOnlySpan<long> labels) =>
        pixels.Length == labels.Length * shape.Elements
            ? new ImageSet(
                tensor(pixels.ToArray(), [labels.Length, shape.Channels, shape.Height, shape.Width], ScalarType.Byte),
                tensor(labels.ToArray(), ScalarType.Int64)
            )
            : throw new InvalidInputException(
                $"images: {pixels.Length} pixels are not those of {labels.Length} images of {shape}; give each image "
                    + "all its pixels and one label."
            );

    /// <summary>Gets the images: uint8 <c>[N, C, H, W]</c>, contiguous, on the CPU.</summary>
    public Tensor Images { get; }

    /// <summary>Gets the labels: int64 <c>[N]</c>, on the CPU.</summary>
    public Tensor Labels { get; }

    /// <summary>Gets the number of images, N.</summary>
    public long Count { get; }

    /// <summary>The shape of every image, <c>[C, H, W]</c>.</summary>
    public ImageShape Shape { get; }

    /// <summary>
    /// Makes a set of resized copies of all images, in which each pixel is the mean of the area that it covers.
    /// </summary>
    /// <param name="height">In pixels.</param>
    /// <param name="width">In pixels.</param>
    public ImageSet At(int height, int width)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var resized = empty([Count, Shape.Channels, height, width], ScalarType.Byte);
        for (var from = 0L; from < Count; from += ResizedAtOnce)
        {
            using var inner = NewDisposeScope();
            var count = Math.Min(ResizedAtOnce, Count - from);
            var some = nn.functional.interpolate(
                Images.narrow(0, from, count).to_type(ScalarType.Float32),
                [height, width],
                mode: InterpolationMode.Area
            );
            resized.narrow(0, from, count).copy_(some.round());
        }

        return new ImageSet(resized, Labels.clone());
    }

    /// <summary>Makes a set of copies of some images.</summary>
    /// <param name="subset">The indices of the images; at least one.</param>
    public ImageSet Take(IReadOnlyList<int> subset)
    {
        using var scope = NewDisposeScope();
        var at = tensor([.. subset.Select(i => (long)i)]);
        return new ImageSet(Images.index_select(0, at), Labels.index_select(0, at));
    }

    /// <summary>Copies of the images under other labels.</summary>
    /// <param name="labels">The new label of each present one; where it is negative, the images are left out.</param>
    internal ImageSet Labelled(IReadOnlyList<long> labels)
    {
        using var scope = NewDisposeScope();
        // One that keeps all its images shares their memory.
        long[] renamed = [.. CopyLabels().Select(l => labels[(int)l])];
        long[] kept = [.. Enumerable.Range(0, renamed.Length).Where(i => renamed[i] >= 0)];
        return new ImageSet(
            kept.Length == Count ? Images.alias() : Images.index_select(0, tensor(kept)),
            tensor([.. kept.Select(i => renamed[i])], ScalarType.Int64)
        );
    }

    /// <summary>Copies the labels to an array, <c>[N]</c>.</summary>
    public unsafe long[] CopyLabels() => new ReadOnlySpan<long>(TensorMemory.Of(Labels), checked((int)Count)).ToArray();

    /// <summary>Counts the images of each class.</summary>
    /// <param name="classes">The number of classes.</param>
    public int[] CountByClass(int classes)
    {
        var counts = new int[classes];
        foreach (var label in CopyLabels())
        {
            counts[label]++;
        }

        return counts;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
    }

    private static bool OnCpu(Tensor tensor) =>
        tensor.device_type == TorchSharp.DeviceType.CPU && tensor.is_contiguous();
}
