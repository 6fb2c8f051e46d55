using Accrete.Blueprints;

namespace Accrete.Datasets;

/// <summary>A data set in memory: decoded training and test images with their labels.</summary>
public sealed class Dataset : IDisposable
{
    /// <summary>
    /// Makes a data set, which owns <paramref name="train"/> and <paramref name="test"/> from here on.
    /// </summary>
    /// <param name="name">The name in reports, such as <c>CIFAR-10 (JPEG)</c>.</param>
    /// <param name="classes">The class names; label <c>i</c> is <c>classes[i]</c>.</param>
    /// <param name="train">The training images.</param>
    /// <param name="test">The test images, of the same shape.</param>
    /// <param name="sha256">The SHA-256 that identifies the images, in lower-case hexadecimal.</param>
    /// <exception cref="InvalidInputException">Throws if the shapes of training and test images differ.</exception>
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

    /// <summary>The name in reports, such as <c>CIFAR-10 (JPEG)</c>.</summary>
    public string Name { get; }

    /// <summary>The shape of every image, <c>[C, H, W]</c>.</summary>
    public ImageShape Shape => Train.Shape;

    /// <summary>Gets the class names, in the order of the labels.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>
    /// Gets the training images; none if all images are test images (see <see cref="DatasetRequest.AllIsTest"/>).
    /// </summary>
    public ImageSet Train { get; }

    /// <summary>Gets the test images.</summary>
    public ImageSet Test { get; }

    /// <summary>
    /// Gets the SHA-256 of the images with their names, classes and parts. It does not depend on where they lie, nor on
    /// other files beside them.
    /// </summary>
    public string Sha256 { get; }

    /// <summary>Gets what else was found when the data set was read.</summary>
    public DatasetFindings Findings { get; internal set; } = DatasetFindings.Nothing;

    /// <summary>Gets how images of other proportions were fitted to the shape.</summary>
    public ImageFit Fit { get; init; }

    /// <summary>Gets the original sizes of the images; null if they are not known.</summary>
    public ImageSizes? Sizes { get; init; }

    /// <summary>Gets the file or folder that the data set was read from; null if it was made otherwise.</summary>
    public string? Location { get; internal set; }

    /// <summary>
    /// Gets whether a mirrored image still belongs to its class; null if that is not known, as for folders of images.
    /// </summary>
    public bool? CanBeMirrored { get; internal set; }

    /// <summary>The images by name; null for sets that never change.</summary>
    internal ImageListing? Listing { get; set; }

    /// <summary>
    /// The SHA-256 of what each test image is decoded from, in their order; null for sets that never change.
    /// </summary>
    internal IReadOnlyList<string>? TestHashes { get; set; }

    /// <summary>Gets the reason why the decoded images could not be cached on disk; null if they could.</summary>
    public string? CacheWarning { get; internal set; }

    /// <summary>
    /// Makes a data set with the same images and the labels of other classes. Classes are matched by name, and images
    /// of other classes are left out.
    /// </summary>
    /// <param name="classes">The class names in the order of the new labels; a class may have no images.</param>
    /// <returns>A new data set, which the caller owns.</returns>
    /// <exception cref="InvalidInputException">Throws if no test image has one of these classes.</exception>
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

    /// <summary>Makes a copy with all images resized.</summary>
    public Dataset At(int height, int width) =>
        Like(Classes, Train.At(height, width), Test.At(height, width), TestHashes);

    /// <summary>
    /// Makes a copy whose training images are some of the test images, and whose test images are the others.
    /// </summary>
    /// <param name="share">The share of the test images of each class that become training images, above 0 and below
    /// 1.</param>
    /// <param name="seed">The seed of the choice.</param>
    /// <exception cref="InvalidInputException">Throws if no test image would be left.</exception>
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
