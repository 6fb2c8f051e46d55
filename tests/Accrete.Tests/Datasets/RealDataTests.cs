using Accrete.Blueprints;
using Accrete.Datasets;
using Accrete.Files.Tensors;

namespace Accrete.Tests.Datasets;

/// <summary>The official files, where ACCRETE_DATA says that they are.</summary>
public sealed class RealDataTests
{
    private static string? Root => Environment.GetEnvironmentVariable(DatasetCatalog.RootVariable);

    [Fact]
    public void Mnist_is_whole()
    {
        using var set = Read("mnist", "mnist");
        Assert.Equal(new ImageShape(1, 28, 28), set.Shape);
        Assert.Equal((60_000, 10_000), (set.Train.Count, set.Test.Count));
        Assert.Equal([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], Counts(set.Train));
        var measured = Preprocessing.Of(set.Train);
        Assert.Equal(0.1307f, measured.Mean[0], 1e-4f);
        Assert.Equal(0.3081f, measured.Deviation[0], 1e-4f);
    }

    [Fact]
    public void The_sample_is_the_beginning_of_fashion_mnist()
    {
        Assert.SkipUnless(
            DatasetCatalog.List(null).Any(e => e is { Name: "fashion-mnist", Found: not null }),
            "fashion-mnist is not installed"
        );
        using var whole = Opened.With(new DatasetRequest { NameOrPath = "fashion-mnist" });
        using var sample = Opened.With(new DatasetRequest { NameOrPath = "sample" });
        Assert.Equal((60_000, 10_000), (whole.Train.Count, whole.Test.Count));
        Assert.Equal(Made.Pixels(whole.Train)[..784_000], Made.Pixels(sample.Train)[..784_000]);
    }

    [Fact]
    public void Cifar10_as_jpeg_is_whole()
    {
        using var set = Read("cifar10", "cifar-10-jpeg.tar.gz");
        Assert.Equal((50_000, 10_000), (set.Train.Count, set.Test.Count));
        Assert.Equal(Enumerable.Repeat(5000, 10), Counts(set.Train));
        Assert.Equal(0.4914f, Preprocessing.Of(set.Train).Mean[0], 0.005f);
        Assert.Equal(0.4465f, Preprocessing.Of(set.Train).Mean[2], 0.005f);
    }

    [Fact]
    [Trait("speed", "slow")]
    public void TinyImageNet_is_whole_with_its_grey_images()
    {
        Slow.SkipUnlessWanted();
        using var set = Read("tiny-imagenet", "tiny-imagenet-200.tar.gz");
        Assert.Equal((100_000, 10_000), (set.Train.Count, set.Test.Count));
        Assert.Equal(Enumerable.Repeat(500, 200), Counts(set.Train));
        // 1,989 are stored in grey, 135 more are stored in colour and show none.
        Assert.Equal(2124, GreyImages(set.Train) + GreyImages(set.Test));
    }

    private static Dataset Read(string name, string file)
    {
        Assert.SkipUnless(
            Root is not null && Path.Exists(Path.Combine(Root, file)),
            $"{DatasetCatalog.RootVariable} names no folder with {file}"
        );
        return Opened.With(new DatasetRequest { NameOrPath = name });
    }

    private static int[] Counts(ImageSet set) =>
        set.CopyLabels().CountBy(l => l).OrderBy(c => c.Key).Select(c => c.Value).ToArray();

    // Images of three equal planes.
    private static unsafe int GreyImages(ImageSet set)
    {
        var (start, plane) = ((nint)TensorMemory.Of(set.Images), set.Shape.Height * set.Shape.Width);
        return Enumerable
            .Range(0, (int)set.Count)
            .Count(i =>
            {
                var image = new ReadOnlySpan<byte>((byte*)start + (i * set.Shape.Elements), 3 * plane);
                return image[..plane].SequenceEqual(image[plane..(2 * plane)])
                    && image[..plane].SequenceEqual(image[(2 * plane)..]);
            });
    }
}
