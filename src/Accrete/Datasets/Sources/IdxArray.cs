
namespace Accrete.Datasets.Sources;

/// <summary>The content of one IDX file.</summary>
internal sealed record IdxArray(int[] Shape, byte[] Data);
