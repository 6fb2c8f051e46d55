using Accrete.Blueprints;

namespace Accrete.Tests.Datasets.Sources;

public sealed class TinyImageNetSourceTests : IDisposable
{
    private const string Root = "tiny-imagenet-200";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Is_read_with_grey_images_among_the_others(bool archive)
    {
        SmallSets.WriteTinyImageNet(folder, archive ? "unpacked" : Root);
        if (archive)
        {
            folder.Write($"{Root}.tar.gz", Made.TarGz(folder["unpacked"], Root));
        }

        using var set = Opened.Named("tiny-imagenet", folder);
        Assert.Equal(("TinyImageNet", new ImageShape(3, 64, 64)), (set.Name, set.Shape));
        Assert.Equal(["bullfrog", "goldfish"], set.Classes);
        Assert.Equal([0L, 0, 1, 1], set.Train.CopyLabels());
        Assert.Equal([1L, 0], set.Test.CopyLabels());
        var grey = Made.Pixels(set.Train)[(2 * 3 * 4096)..(3 * 3 * 4096)];
        Assert.All(grey, v => Assert.InRange(v, 75, 79));
    }

    [Theory]
    [InlineData("wnids.txt", "'wnids.txt' is missing")]
    [InlineData("words.txt", "'words.txt' is missing")]
    [InlineData("val/val_annotations.txt", "'val/val_annotations.txt' is missing")]
    [InlineData("val/images/val_1.JPEG", "val_1.JPEG")]
    public void A_missing_file_is_named(string file, string expected)
    {
        SmallSets.WriteTinyImageNet(folder, "unpacked");
        File.Delete(folder[$"unpacked/{file}"]);
        folder.Write($"{Root}.tar.gz", Made.TarGz(folder["unpacked"], Root));
        Opened.Fails("tiny-imagenet", folder, expected);
    }

    [Fact]
    public void An_annotation_of_an_unknown_class_is_named()
    {
        SmallSets.WriteTinyImageNet(folder);
        folder.Write($"{Root}/val/val_annotations.txt", "val_0.JPEG\tn01\nval_1.JPEG\tn77\n");
        Opened.Fails("tiny-imagenet", folder, "line 2 names no class");
    }

    [Fact]
    public void An_image_of_another_size_is_named()
    {
        SmallSets.WriteTinyImageNet(folder);
        folder.Write($"{Root}/train/n01/images/n01_1.JPEG", Made.Jpeg(65, 64, (_, _) => default));
        Opened.Fails("tiny-imagenet", folder, "n01_1.JPEG", "65x64");
    }

    [Fact]
    public void A_damaged_image_is_named()
    {
        SmallSets.WriteTinyImageNet(folder);
        folder.Write($"{Root}/train/n01/images/n01_1.JPEG", Made.Noise(200, 1));
        Opened.Fails("tiny-imagenet", folder, "n01_1.JPEG", "not a PNG, JPEG");
    }
}
