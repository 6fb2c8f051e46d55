namespace Accrete.Datasets;

/// <summary>
/// Passes that leave out a random part of the images that are learned well: those with less than the mean loss. What is
/// kept of them counts for what is left out, in weights whose mean over a pass is 1, so that the expected gradient is
/// that of all images.
/// </summary>
/// <remarks>
/// Qin et al., <i>InfoBatch: Lossless Training Speed Up by Unbiased Dynamic Data Pruning</i>, ICLR 2024.
/// </remarks>
/// <param name="subset">The images of the stage.</param>
/// <param name="batchSize">The batch size: the number of images in a training step.</param>
/// <param name="seed">Decides what is left out, and the order.</param>
/// <param name="samples">How well each image is learned.</param>
/// <param name="share">The share that is left out, from 0 to below 1, by the step that begins a pass.</param>
internal sealed class LearnedOrder(
    int[] subset,
    int batchSize,
    Seed seed,
    LearnedSamples samples,
    Func<long, double> share
) : IBatchOrder
{
    /// <inheritdoc/>
    public bool Knows(long step) =>
        samples.Pass is { } pass && step >= pass.Start && step < pass.Start + (pass.Order.Count / batchSize);

    /// <inheritdoc/>
    public void Fill(long step, Span<int> indices, Span<float> weights)
    {
        if (!Knows(step))
        {
            samples.Pass = Begin(step);
        }

        var pass = samples.Pass!;
        var at = (int)(step - pass.Start) * batchSize;
        for (var i = 0; i < batchSize; i++)
        {
            (indices[i], weights[i]) = (pass.Order[at + i], pass.Weights[at + i]);
        }
    }

    private SamplePass Begin(long step)
    {
        var number = samples.Pass is { } before ? before.Number + 1 : 0;
        var (kept, order) = (Keep(share(step), seed.For("drop").At(number)), seed.For("order").At(number));
        if (kept.Length < batchSize)
        {
            kept = [.. subset.Select(i => (i, 1f))];
        }

        Shuffling.Shuffle(kept.AsSpan(), order);
        return new SamplePass(number, step, [.. kept.Select(k => k.Image)], [.. kept.Select(k => k.Weight)]);
    }

    // What was never seen has no loss yet, and is kept.
    private (int Image, float Weight)[] Keep(double dropped, Seed draws)
    {
        var losses = samples.Losses;
        var average = subset.Select(i => losses[i]).Where(float.IsFinite).DefaultIfEmpty(0).Average();
        var random = draws.Random();
        var kept = subset
            .Select(i => (Image: i, Learned: losses[i] < average))
            .Where(s => !s.Learned || dropped == 0 || random.NextDouble() >= dropped)
            .ToArray();
        var mean = kept.Sum(k => k.Learned ? 1 / (1 - dropped) : 1) / kept.Length;
        return [.. kept.Select(k => (k.Image, (float)((k.Learned ? 1 / (1 - dropped) : 1) / mean)))];
    }
}
