namespace Accrete.Datasets.Sources;

/// <summary>The content of one IDX file: the bytes of its records.</summary>
/// <param name="Blocks">Blocks of whole records.</param>
/// <param name="BlockRecords">How many records a block has; the last may have fewer.</param>
internal sealed record IdxArray(IReadOnlyList<byte[]> Blocks, int BlockRecords);
