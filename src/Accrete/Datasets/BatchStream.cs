using Accrete.Files.Tensors;
using static TorchSharp.torch;

namespace Accrete.Datasets;

/// <summary>
/// Training batches without end, each prepared on another thread while the one before is used. What a step gives
/// depends on the seed and the number of the step alone, so that a stream can start anywhere.
/// </summary>
/// <remarks>
/// Buffers are reused: a batch is valid until the second <see cref="Next"/> after the one that gave it. The set must
/// outlive the stream. Not for use from several threads at once.
/// </remarks>
internal sealed unsafe class BatchStream : IDisposable
{
    // One in the caller's hands, one that the caller may still hold from before, one being prepared.
    private const int Buffers = 3;

    private readonly ImageSet set;
    private readonly Augmentation augmentation;
    private readonly Seed augmentationSeed;
    private readonly PixelWriter writer;
    private readonly IBatchOrder order;
    private readonly int[][] indices;
    private readonly float[][] weights;
    private readonly bool isWeighted;
    private readonly Placement[] placements;
    private readonly BatchBuffer[] buffers;
    private readonly byte* images;
    private readonly long* labels;
    private Task? ahead;
    private long next;
    private bool disposed;

    /// <summary>Makes a stream that starts at step 0.</summary>
    /// <param name="set">The images.</param>
    /// <param name="subset">Which of them, as indices; one epoch goes through them once, in an order of its
    /// own.</param>
    /// <param name="batchSize">B; a smaller subset gives batches of its own size.</param>
    /// <param name="preprocessing">How pixels are normalised; its shape must be that of the images.</param>
    /// <param name="augmentation">The random changes.</param>
    /// <param name="dtype">float32, bfloat16, float16 or float64.</param>
    /// <param name="device">Where the batches are wanted.</param>
    /// <param name="seed">Decides order and augmentation.</param>
    /// <param name="learned">How well the images of the set are learned, for <paramref name="dropped"/>; changed by the
    /// stream.</param>
    /// <param name="dropped">The share of the images with less than the mean loss that a pass leaves out, by the step
    /// that begins it.</param>
    /// <param name="balance">How classes of unequal size are evened out; without <paramref name="learned"/> where it is
    /// by sampling.</param>
    /// <exception cref="InvalidInputException">Throws if a shape, index, size or type does not fit.</exception>
    public BatchStream(
        ImageSet set,
        int[] subset,
        int batchSize,
        Preprocessing preprocessing,
        Augmentation augmentation,
        ScalarType dtype,
        Device device,
        Seed seed,
        LearnedSamples? learned = null,
        Func<long, double>? dropped = null,
        ClassBalance balance = ClassBalance.None
    )
    {
        ArgumentNullException.ThrowIfNull(device);
        BatchInput.Check(set, subset, batchSize, preprocessing);
        augmentation.Check(set.Shape);
        (this.set, this.augmentation, augmentationSeed) = (set, augmentation, seed.For("augment"));
        writer = PixelWriter.For(preprocessing, dtype);
        var size = Math.Min(batchSize, subset.Length);
        StepsPerEpoch = subset.Length / size;
        isWeighted = balance == ClassBalance.Weights || (learned is not null && dropped is not null);
        order =
            balance == ClassBalance.Sampling ? new BalancedOrder(subset, set.CopyLabels(), size, seed.For("order"))
            : learned is null || dropped is null ? new EpochOrder(subset, size, seed.For("order"))
            : new LearnedOrder(subset, size, seed, learned, dropped);
        order = balance == ClassBalance.Weights ? new WeightedOrder(order, subset, set.CopyLabels()) : order;
        indices = [.. Enumerable.Range(0, Buffers).Select(_ => new int[size])];
        weights = [.. Enumerable.Range(0, Buffers).Select(_ => new float[size])];
        placements = new Placement[size];
        images = TensorMemory.Of(set.Images);
        labels = (long*)TensorMemory.Of(set.Labels);
        buffers = [.. Enumerable.Range(0, Buffers).Select(_ => new BatchBuffer(size, set.Shape, dtype, device))];
    }

    /// <summary>The batches of one epoch: whole ones only, and at least one.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>Makes <see cref="Next"/> give the batch of this step, counted from 0 over all epochs.</summary>
    public void Seek(long step)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        Settle();
        next = step;
    }

    /// <summary>The batch of the current step; then goes on to the next one.</summary>
    public Batch Next()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var prepared = ahead ?? Task.Run(() => Prepare(next));
        ahead = null;
        prepared.GetAwaiter().GetResult();
        var batch = BufferOf(next).Batch;
        next++;
        var coming = next;
        // What a pass leaves out depends on the losses of the one before.
        ahead = order.Knows(coming) ? Task.Run(() => Prepare(coming)) : null;
        return batch;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        Settle();
        Array.ForEach(buffers, b => b.Dispose());
    }

    private BatchBuffer BufferOf(long step) => buffers[step % Buffers];

    private void Prepare(long step)
    {
        var (at, buffer) = (step % Buffers, BufferOf(step));
        order.Fill(step, indices[at], weights[at]);
        (buffer.Batch.Indices, buffer.Batch.Weights) = (indices[at], isWeighted ? weights[at] : null);
        var random = augmentationSeed.At(step).Random();
        for (var i = 0; i < placements.Length; i++)
        {
            placements[i] = Placement.Draw(augmentation, set.Shape, random);
        }

        buffer.Fill(images, labels, set.Shape, writer, indices[at], placements);
    }

    // Waits for what is being prepared and drops it; a failure in it is no longer anybody's concern.
    private void Settle()
    {
        if (ahead is { } task)
        {
            ahead = null;
            ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
        }
    }
}
