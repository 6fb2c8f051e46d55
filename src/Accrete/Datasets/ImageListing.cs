using Accrete.Datasets.Sources;
using Accrete.Files;
using Accrete.Files.Trees;

namespace Accrete.Datasets;

/// <summary>
/// The images of a set with the SHA-256 of each: what the set is, wherever it lies and whatever lies beside them.
/// </summary>
/// <param name="Images">In ordinal order of the names by which they are known again.</param>
internal sealed record ImageListing(IReadOnlyList<ListedImage> Images)
{
    /// <summary>The SHA-256 of all, with their classes and parts.</summary>
    public string Sha256 { get; } = Sum(Images, i => i.Identity);

    /// <summary>The SHA-256 of all with the names that they have on the disk, which errors and findings name.</summary>
    public string NamesSha256 => Sum(Images, i => i.Name);

    /// <summary>Reads all images of a set, without decoding them.</summary>
    public static ImageListing Of(SourceContent content, CancellationToken cancel) =>
        new([
            .. ListedIn(content.Train, content.Classes, cancel)
                .Concat(content.Test is null ? [] : ListedIn(content.Test, content.Classes, cancel))
                .OrderBy(i => i.Identity, StringComparer.Ordinal),
        ]);

    /// <summary>The same without some images.</summary>
    public ImageListing Without(IReadOnlySet<string> names) =>
        names.Count == 0 ? this : new([.. Images.Where(i => !names.Contains(i.Name))]);

    /// <summary>The SHA-256 of each image of a part, in its order.</summary>
    public string[] HashesOf(ImageList part)
    {
        var byName = Images.ToLookup(i => i.Name, i => i.Hash);
        return [.. Enumerable.Range(0, part.Labels.Length).Select(i => byName[part.NameOf(i)].First())];
    }

    /// <summary>Finds what is there twice, given which images are tested with.</summary>
    public DuplicateImages? Duplicates(IReadOnlySet<string> test)
    {
        var twins = Images.GroupBy(i => i.Hash).Where(g => g.Count() > 1).Select(g => g.ToArray()).ToArray();
        var pairs = twins.SelectMany(g => Pairs(g, test)).OrderBy(p => p.Image, StringComparer.Ordinal).ToArray();
        var (across, mixed) = (pairs.Count(p => p.Parts), pairs.Count(p => p.Classes));
        return pairs.Length == 0
            ? null
            : new DuplicateImages(
                across,
                mixed,
                [.. pairs.Select(p => $"{p.Image} = {p.Twin}").Take(PassedOver.MostNamed)]
            )
            {
                Images = pairs.Length,
            };
    }

    private static string Sum(IEnumerable<ListedImage> images, Func<ListedImage, string> name) =>
        ContentHash.OfText(string.Concat(images.Select(i => $"{i.Hash}  {i.Class}  {name(i)}\n")));

    // An image counts once, with the first twin that makes it one.
    private static IEnumerable<(string Image, string Twin, bool Parts, bool Classes)> Pairs(
        ListedImage[] twins,
        IReadOnlySet<string> test
    )
    {
        var training = twins.FirstOrDefault(t => !test.Contains(t.Name));
        var first = twins[0];
        var second = twins.FirstOrDefault(t => t.Class != first.Class);
        foreach (var image in twins)
        {
            var elsewhere = test.Contains(image.Name) ? training : null;
            var other = image.Class == first.Class ? second : first;
            if ((elsewhere ?? other) is { } twin)
            {
                yield return (image.Name, twin.Name, elsewhere is not null, other is not null);
            }
        }
    }

    private static ListedImage[] ListedIn(ImageList list, IReadOnlyList<string> classes, CancellationToken cancel)
    {
        var listed = new ListedImage[list.Labels.Length];
        ParallelWork.For(
            listed.Length,
            i =>
                listed[i] = new ListedImage(
                    list.NameOf(i),
                    list.IdentityOf(i),
                    classes[list.Labels[i]],
                    Convert.ToHexStringLower(list.HashOf(i))
                ),
            cancel
        );
        return listed;
    }
}
