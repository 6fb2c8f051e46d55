using Accrete.Blueprints;
using Accrete.Datasets.Sources;
using static TorchSharp.torch;

namespace Accrete.Datasets;

/// <summary>Makes tensors of a source, from the cache where it has them.</summary>
internal static class DatasetLoader
{
    /// <summary>Loads a source in a shape to which its images are fitted; a null cache neither reads nor writes one.</summary>
    public static Dataset Load(DatasetSource source, ImageShape shape, ImageFit fit, DatasetCache? cache, IProgress<DecodeProgress>? progress, CancellationToken cancel)
    {
        var set = ReadOrDecode(source, shape, fit, cache, progress, cancel);
        (set.Location, set.CanBeMirrored) = (source.Location, source.CanBeMirrored);
        return set;
    }

    private static Dataset ReadOrDecode(DatasetSource source, ImageShape shape, ImageFit fit, DatasetCache? cache, IProgress<DecodeProgress>? progress, CancellationToken cancel)
    {
        var hash = source.Hash(cancel);
        var worthCaching = source.Encoded || shape != source.Shape;
        if (cache is null || !worthCaching)
        {
            return Decode(source, shape, fit, hash, progress, cancel);
        }

        var key = DatasetCache.Key(hash, source.Name, shape, fit, source.Settings);
        if (cache.TryRead(key, source.Name, shape, fit, hash) is { } cached)
        {
            return cached;
        }

        var decoded = Decode(source, shape, fit, hash, progress, cancel);
        return new Dataset(decoded.Name, decoded.Classes, decoded.Train, decoded.Test, hash) { Fit = fit, Sizes = decoded.Sizes, CacheWarning = cache.TryWrite(key, decoded) };
    }

    private static Dataset Decode(DatasetSource source, ImageShape shape, ImageFit fit, string hash, IProgress<DecodeProgress>? progress, CancellationToken cancel)
    {
        var content = source.Read(cancel);
        if (source.LearnedFrom)
        {
            RequireEveryClass(content, source.Location);
        }

        var counter = new ProgressCounter(progress, content.Train.Labels.Length + content.Test.Labels.Length);
        var (train, trainSizes) = Fill(content.Train, shape, fit, counter, cancel);
        try
        {
            var (test, testSizes) = Fill(content.Test, shape, fit, counter, cancel);
            return new Dataset(source.Name, content.Classes, train, test, hash) { Fit = fit, Sizes = ImageSizes.Of([.. trainSizes, .. testSizes], shape, fit) };
        }
        catch
        {
            train.Dispose();
            throw;
        }
    }

    private static unsafe (ImageSet Images, ImageSize[] Sizes) Fill(ImageList list, ImageShape shape, ImageFit fit, ProgressCounter counter, CancellationToken cancel)
    {
        var images = TensorMemory.Allocate(ScalarType.Byte, list.Labels.Length, shape.Channels, shape.Height, shape.Width);
        var sizes = new ImageSize[list.Labels.Length];
        try
        {
            var start = TensorMemory.Of(images);
            ParallelWork.For(
                list.Labels.Length,
                i =>
                {
                    sizes[i] = list.Write(i, shape, fit, new Span<byte>(start + (i * shape.Elements), (int)shape.Elements));
                    counter.Add();
                },
                cancel);
            return (new ImageSet(images, Labels(list.Labels)), sizes);
        }
        catch
        {
            images.Dispose();
            throw;
        }
    }

    private static unsafe Tensor Labels(int[] labels)
    {
        var tensor = TensorMemory.Allocate(ScalarType.Int64, labels.Length);
        var values = new Span<long>(TensorMemory.Of(tensor), labels.Length);
        for (var i = 0; i < labels.Length; i++)
        {
            values[i] = labels[i];
        }

        return tensor;
    }

    private static void RequireEveryClass(SourceContent content, string location)
    {
        var present = content.Train.Labels.ToHashSet();
        for (var i = 0; i < content.Classes.Count; i++)
        {
            if (!present.Contains(i))
            {
                throw new InvalidInputException($"{location}: class '{content.Classes[i]}' has no training image; get the set again.");
            }
        }
    }
}
