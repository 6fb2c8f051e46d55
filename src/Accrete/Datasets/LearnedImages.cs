namespace Accrete.Datasets;

/// <summary>
/// The images that a run learned from, by their content: on them its networks show what they remember.
/// </summary>
internal sealed class LearnedImages
{
    private readonly HashSet<string> hashes;

    internal LearnedImages(IEnumerable<string> hashes) => this.hashes = [.. hashes];

    /// <summary>How many test images of a set are among them; null where that cannot be told.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="some">Which of its test images, as indices; null for all.</param>
    public int? CountIn(Dataset data, IReadOnlyList<int>? some = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.TestHashes is not { } all
            ? null
            : some?.Count(i => hashes.Contains(all[i])) ?? all.Count(hashes.Contains);
    }
}
