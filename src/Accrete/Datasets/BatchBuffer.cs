using Accrete.Blueprints;
using Accrete.Files.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Accrete.Datasets;

/// <summary>The tensors of one batch, allocated once and filled again and again.</summary>
internal sealed unsafe class BatchBuffer : IDisposable
{
    private readonly Tensor hostImages;
    private readonly Tensor hostLabels;
    private readonly Tensor deviceImages;
    private readonly Tensor deviceLabels;
    private readonly byte* imageMemory;
    private readonly long* labelMemory;

    public BatchBuffer(int size, ImageShape shape, ScalarType type, Device device)
    {
        var onHost = device.type == DeviceType.CPU;
        hostImages = Allocate(type, size, shape.Height, shape.Width, shape.Channels);
        hostLabels = Allocate(ScalarType.Int64, size);
        deviceImages = onHost ? hostImages : hostImages.to(device).DetachFromDisposeScope();
        deviceLabels = onHost ? hostLabels : hostLabels.to(device).DetachFromDisposeScope();
        imageMemory = TensorMemory.Of(hostImages);
        labelMemory = (long*)TensorMemory.Of(hostLabels);
        Batch = new Batch(deviceImages.permute(0, 3, 1, 2).DetachFromDisposeScope(), deviceLabels);

        Tensor Allocate(ScalarType type, params long[] shape) =>
            onHost ? TensorMemory.Allocate(type, shape) : TensorMemory.AllocatePinned(type, shape);
    }

    /// <summary>What users see of it.</summary>
    public Batch Batch { get; }

    /// <summary>Puts images of a set into it; no placements means each as it is.</summary>
    public void Fill(
        byte* images,
        long* labels,
        ImageShape shape,
        PixelWriter writer,
        ReadOnlySpan<int> indices,
        ReadOnlySpan<Placement> placements
    )
    {
        for (var i = 0; i < indices.Length; i++)
        {
            writer.Write(
                images + (indices[i] * shape.Elements),
                placements.IsEmpty ? default : placements[i],
                imageMemory,
                i
            );
            labelMemory[i] = labels[indices[i]];
        }

        if (!ReferenceEquals(hostImages, deviceImages))
        {
            using var scope = NewDisposeScope();
            deviceImages.copy_(hostImages);
            deviceLabels.copy_(hostLabels);
        }
    }

    public void Dispose()
    {
        Batch.Images.Dispose();
        deviceImages.Dispose();
        deviceLabels.Dispose();
        hostImages.Dispose();
        hostLabels.Dispose();
    }
}
