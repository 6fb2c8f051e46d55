using Accrete.Blueprints;
using Accrete.Datasets;

namespace Accrete.Fuzz.Targets;

/// <summary>A file of decoded images, which is taken or made again, and never an error.</summary>
internal sealed class CacheTarget() : Target("cache", 0.7)
{
    private const string Key = "key";

    private static readonly ImageShape Shape = new(1, 8, 8);

    public override IReadOnlyList<Mutation> Structure { get; } = [CachedImages.Any];

    public override void Run(byte[] input, CancellationToken stop)
    {
        var folder = Workshop.Empty("cache");
        File.WriteAllBytes(Path.Combine(folder, Key + ".accrete-images"), input);
        var cached = new DatasetCache(folder).TryRead(Key, "stripes", Shape, default);
        using var set = cached?.Set;
        if (set is not null && set.Train.CopyLabels().Any(l => l < 0 || l >= set.Classes.Count))
        {
            throw new InvalidOperationException("a label of no class");
        }
    }

    protected override IEnumerable<byte[]> Make()
    {
        var folder = Workshop.Empty("made");
        new DatasetCache(folder).TryWrite(Key, Workshop.Images);
        yield return File.ReadAllBytes(Directory.GetFiles(folder).Single());
    }
}
