namespace Accrete.Datasets;

/// <summary>How far the decoding of a data set is.</summary>
/// <param name="Done">Images decoded.</param>
/// <param name="Total">Images to decode, train and test together.</param>
public readonly record struct DecodeProgress(long Done, long Total);
