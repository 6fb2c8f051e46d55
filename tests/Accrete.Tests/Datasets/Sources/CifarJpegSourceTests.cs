namespace Accrete.Tests.Datasets.Sources;

public sealed class CifarJpegSourceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Is_read_and_goes_by_its_own_name(bool archive)
    {
        SmallSets.WriteCifarJpeg(folder, archive ? "unpacked" : "cifar-10-jpeg");
        if (archive)
        {
            folder.Write("cifar-10-jpeg.tar.gz", Made.TarGz(folder["unpacked"], "cifar-10-jpeg"));
        }

        using var set = Opened.Named("cifar10", folder);
        Assert.Equal("CIFAR-10 (JPEG)", set.Name);
        Assert.Equal([0L, 0, 0, 1, 1, 1], set.Train.CopyLabels());
        Assert.Equal(["airplane", "automobile"], set.Classes);
        var red = Enumerable.Range(0, 6).Select(i => (int)Made.Pixels(set.Train)[i * 3072]).ToArray();
        Assert.All(red.Zip([0, 80, 160, 40, 120, 200]), p => Assert.InRange(p.First, p.Second - 6, p.Second + 6));
    }

    [Fact]
    public void An_image_of_another_size_is_named()
    {
        SmallSets.WriteCifarJpeg(folder);
        folder.Write("cifar-10-jpeg/train/airplane/0001.jpg", Made.Jpeg(32, 31, (_, _) => default));
        Opened.Fails("cifar10", folder, "0001.jpg", "32x31", "32x32");
    }

    [Fact]
    public void A_class_without_images_is_named()
    {
        SmallSets.WriteCifarJpeg(folder);
        Directory.Delete(folder["cifar-10-jpeg/test/airplane"], recursive: true);
        Opened.Fails("cifar10", folder, "class 'airplane' has no image");
    }
}
