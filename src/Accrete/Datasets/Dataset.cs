using Accrete.Blueprints;

namespace Accrete.Datasets;

/// <summary>A data set in memory: decoded training and test images with their labels.</summary>
public sealed class Dataset : IDisposable
{
    /// <summary>
    /// Puts a data set together; it owns <paramref name="train"/> and <paramref name="test"/> from here on.
    /// </summary>
    /// <param name="name">The name for reports, such as <c>CIFAR-10 (JPEG)</c>.</param>
    /// <param name="classes">The class names; label <c>i</c> is <c>classes[i]</c>.</param>
    /// <param name="train">The training images.</param>
    /// <param name="test">The test images, of the same shape.</param>
    /// <param name="sha256">The SHA-256 of the content it was read from, in lower-case hexadecimal.</param>
    /// <exception cref="InvalidInputException">The shapes of the two sets differ.</exception>
    public Dataset(string name, IReadOnlyList<string> classes, ImageSet train, ImageSet test, string sha256)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        if (train.Shape != test.Shape)
        {
            throw new InvalidInputException(
                $"{name}: training images are {train.Shape} and test images {test.Shape}; they must agree."
            );
        }

        (Name, Classes, Train, Test, Sha256) = (name, classes, train, test, sha256);
    }

    /// <summary>The name for reports, such as <c>CIFAR-10 (JPEG)</c>.</summary>
    public string Name { get; }

    /// <summary>The shape of every image.</summary>
    public ImageShape Shape => Train.Shape;

    /// <summary>The class names, in the order of the labels.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>
    /// The images to learn from; none where all are to be measured with (see <see cref="DatasetRequest.AllIsTest"/>).
    /// </summary>
    public ImageSet Train { get; }

    /// <summary>The images to measure with.</summary>
    public ImageSet Test { get; }

    /// <summary>
    /// The SHA-256 of its images with their names, classes and parts: the same wherever they lie and whatever lies
    /// beside them.
    /// </summary>
    public string Sha256 { get; }

    /// <summary>What else was found where it was read.</summary>
    public DatasetFindings Findings { get; internal set; } = DatasetFindings.Nothing;

    /// <summary>What was done to images of other proportions.</summary>
    public ImageFit Fit { get; init; }

    /// <summary>The sizes that its images had before; null where that is not known.</summary>
    public ImageSizes? Sizes { get; init; }

    /// <summary>The file or folder it was read from; null for one that was made otherwise.</summary>
    public string? Location { get; internal set; }

    /// <summary>
    /// Whether a mirrored image is as good an example of its class; null where that is not known, as for folders of
    /// one's own.
    /// </summary>
    public bool? CanBeMirrored { get; internal set; }

    /// <summary>The images by name; null for sets that never change.</summary>
    internal ImageListing? Listing { get; set; }

    /// <summary>
    /// The SHA-256 of what each test image is decoded from, in their order; null for sets that never change.
    /// </summary>
    internal IReadOnlyList<string>? TestHashes { get; set; }

    /// <summary>Why the decoded images could not be cached on disk, for people; null when nothing went wrong.</summary>
    public string? CacheWarning { get; internal set; }

    /// <summary>
    /// The same images under the labels of other classes, which have the same names; what has none of these names is
    /// left out.
    /// </summary>
    /// <param name="classes">The names in the order of the new labels; a class may be without images.</param>
    /// <returns>A data set of its own.</returns>
    /// <exception cref="InvalidInputException">No test image is of one of these classes.</exception>
    public Dataset Labelled(IReadOnlyList<string> classes)
    {
        List<string> wanted = [.. classes];
        long[] labels = [.. Classes.Select(c => (long)wanted.IndexOf(c))];
        var test = Test.Labelled(labels);
        return test.Count > 0
            ? Like(
                classes,
                Train.Labelled(labels),
                test,
                TestHashes?.Zip(Test.CopyLabels()).Where(t => labels[t.Second] >= 0).Select(t => t.First).ToArray()
            )
            : throw new InvalidInputException(
                $"{Name}: none of its test images is of a class of the model; give images of "
                    + $"{string.Join(", ", classes.Take(3))}."
            );
    }

    /// <summary>A copy with all images at another size.</summary>
    public Dataset At(int height, int width) =>
        Like(Classes, Train.At(height, width), Test.At(height, width), TestHashes);

    /// <summary>
    /// A copy whose training images are some of its test images, and whose test images are the others.
    /// </summary>
    /// <param name="share">The share of each class that has test images, above 0 and below 1.</param>
    /// <param name="seed">Decides which ones.</param>
    /// <exception cref="InvalidInputException">No test image would be left.</exception>
    public Dataset Divided(double share, Seed seed)
    {
        var learned = NestedSubset.TakePresent(Test, share, seed);
        int[] others = [.. Enumerable.Range(0, (int)Test.Count).Except(learned)];
        return others.Length > 0
            ? Like(
                Classes,
                Test.Take(learned),
                Test.Take(others),
                TestHashes is null ? null : [.. others.Select(i => TestHashes[i])]
            )
            : throw new InvalidInputException(
                $"{Name}: has {Counted.Of(Test.Count, "image")}, too few to learn from some and test with others."
            );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }

    private Dataset Like(IReadOnlyList<string> classes, ImageSet train, ImageSet test, IReadOnlyList<string>? hashes) =>
        new(Name, classes, train, test, Sha256)
        {
            TestHashes = hashes,
            Findings = Findings,
            Fit = Fit,
            Sizes = Sizes,
            Location = Location,
            CanBeMirrored = CanBeMirrored,
            CacheWarning = CacheWarning,
        };
}
