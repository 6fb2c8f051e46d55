namespace Accrete.Datasets;

/// <summary>One pass over the images that were kept.</summary>
/// <param name="Number">From 0 in each stage.</param>
/// <param name="Start">The step that begins it.</param>
/// <param name="Order">The images, in order.</param>
/// <param name="Weights">How much each counts.</param>
internal sealed record SamplePass(long Number, long Start, IReadOnlyList<int> Order, IReadOnlyList<float> Weights);
