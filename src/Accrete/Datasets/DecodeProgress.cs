namespace Accrete.Datasets;

/// <summary>The progress of decoding a data set.</summary>
/// <param name="Done">The number of images that are decoded.</param>
/// <param name="Total">The number of images to decode, training and test images together.</param>
public readonly record struct DecodeProgress(long Done, long Total);
