using Accrete.Blueprints;
using Accrete.Datasets.Sources;
using Accrete.Files.Trees;

namespace Accrete.Datasets;

/// <summary>Makes tensors of a source, from the cache where it has them.</summary>
/// <param name="source">The source.</param>
/// <param name="shape">The shape to which its images are fitted.</param>
/// <param name="request">How.</param>
internal sealed class DatasetLoader(DatasetSource source, ImageShape shape, DatasetRequest request)
{
    private const string Unreadable = "an image that cannot be read";

    /// <summary>Loads it; a null cache neither reads nor writes one.</summary>
    public Dataset Load(DatasetCache? cache, IProgress<DecodeProgress>? progress, CancellationToken cancel)
    {
        var set = ReadOrDecode(cache, progress, cancel);
        (set.Location, set.CanBeMirrored) = (source.Location, source.CanBeMirrored);
        (set.Listing, set.TestHashes) = source.MayChange ? (set.Listing, set.TestHashes) : (null, null);
        return set;
    }

    private Dataset ReadOrDecode(DatasetCache? cache, IProgress<DecodeProgress>? progress, CancellationToken cancel)
    {
        if (cache is null || !(source.Encoded || shape != source.Shape))
        {
            var all = source.Read(cancel);
            return Decode(all, ImageListing.Of(all, cancel), progress, cancel).Set;
        }

        // An archive is not unpacked to find out that its images are known.
        var packed = source.PackedHash(cancel);
        var content = packed is null ? source.Read(cancel) : null;
        var listing = content is null ? null : ImageListing.Of(content, cancel);
        var key = DatasetCache.Key(
            packed ?? listing!.NamesSha256,
            source.Name,
            shape,
            request.Fit,
            source.Settings(cancel) + (request.SkipBad ? " skip bad" : "")
        );
        if (cache.TryRead(key, source.Name, shape, request.Fit) is { } cached)
        {
            return content is null ? cached.Set : Fresh(cached, content, listing!);
        }

        content ??= source.Read(cancel);
        var (set, bad) = Decode(content, listing ?? ImageListing.Of(content, cancel), progress, cancel);
        set.CacheWarning = cache.TryWrite(key, set, bad);
        return set;
    }

    // What lies beside the images may be other than when they were decoded.
    private static Dataset Fresh(CachedSet cached, SourceContent content, ImageListing listing)
    {
        var names = cached.Bad.Select(b => b.Name).ToHashSet();
        cached.Set.Listing = listing.Without(names);
        cached.Set.TestHashes = cached.Set.Listing.HashesOf(content.Without(names).Divided().Test);
        cached.Set.Findings = Findings(content, cached.Bad, cached.Set.Findings.Duplicates);
        return cached.Set;
    }

    private (Dataset Set, IReadOnlyList<BadImage> Bad) Decode(
        SourceContent content,
        ImageListing listing,
        IProgress<DecodeProgress>? progress,
        CancellationToken cancel
    )
    {
        var (set, bad) = Decoded(content, listing, progress, cancel);
        if (bad.Count == 0)
        {
            return (set!, bad);
        }

        if (!request.SkipBad)
        {
            throw new BadImagesException(source.Location, bad, listing.Images.Count);
        }

        // What is held out must depend on the images that are read alone: all is divided anew without the others.
        var names = bad.Select(b => b.Name).ToHashSet();
        (set, var more) = Decoded(content.Without(names), listing.Without(names), progress, cancel);
        if (set is null)
        {
            throw new BadImagesException(source.Location, more, listing.Images.Count);
        }

        set.Findings = Findings(content, bad, set.Findings.Duplicates);
        return (set, bad);
    }

    private (Dataset? Set, IReadOnlyList<BadImage> Bad) Decoded(
        SourceContent content,
        ImageListing listing,
        IProgress<DecodeProgress>? progress,
        CancellationToken cancel
    )
    {
        RequireImages(content);
        var (learned, measured) = content.Divided();
        var counter = new ProgressCounter(progress, learned.Labels.Length + measured.Labels.Length);
        var train = DecodedImages.Of(learned, shape, request.Fit, counter, cancel);
        try
        {
            var test = DecodedImages.Of(measured, shape, request.Fit, counter, cancel);
            BadImage[] bad = [.. train.Bad.Concat(test.Bad).OrderBy(b => b.Name, StringComparer.Ordinal)];
            if (bad.Length > 0)
            {
                train.Images.Dispose();
                test.Images.Dispose();
                return (null, bad);
            }

            var tested = Enumerable.Range(0, measured.Labels.Length).Select(measured.NameOf).ToHashSet();
            return (
                new Dataset(source.Name, content.Classes, train.Images, test.Images, listing.Sha256)
                {
                    Fit = request.Fit,
                    Sizes = ImageSizes.Of([.. train.Sizes, .. test.Sizes], shape, request.Fit),
                    Findings = Findings(content, [], listing.Duplicates(tested)),
                    Listing = listing,
                    TestHashes = listing.HashesOf(measured),
                },
                bad
            );
        }
        catch
        {
            train.Images.Dispose();
            throw;
        }
    }

    private static DatasetFindings Findings(
        SourceContent content,
        IReadOnlyList<BadImage> bad,
        DuplicateImages? duplicates
    ) =>
        content.Findings with
        {
            PassedOver =
                bad.Count == 0
                    ? content.Findings.PassedOver
                    :
                    [
                        .. content.Findings.PassedOver,
                        new PassedOver(
                            Unreadable,
                            bad.Count,
                            [.. bad.Take(PassedOver.MostNamed).Select(b => $"{b.Name} ({b.Problem})")]
                        ),
                    ],
            Duplicates = duplicates,
        };

    private void RequireImages(SourceContent content)
    {
        var present = content.Train.Labels.ToHashSet();
        for (var i = 0; source.LearnedFrom && i < content.Classes.Count; i++)
        {
            if (!present.Contains(i))
            {
                throw new InvalidInputException(
                    $"{source.Location}: class '{content.Classes[i]}' has no training image that can be read; "
                        + "get the set again or remove the class."
                );
            }
        }

        if (content.Test is { Labels.Length: 0 })
        {
            throw new InvalidInputException($"{source.Location}: no test image can be read; get the set again.");
        }
    }
}
