using Accrete.Blueprints;
using Accrete.Datasets;
using SkiaSharp;

namespace Accrete.Tests.Datasets.Sources;

public sealed class ImageFolderSourceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Mixed_kinds_and_sizes_come_in_one_shape()
    {
        SmallSets.WriteImageFolder(folder, "pets");
        using var set = Opened.With(Request("pets") with { Size = 16 });
        Assert.Equal(("pets", new ImageShape(3, 16, 16)), (set.Name, set.Shape));
        Assert.Equal(["blue", "red"], set.Classes);
        Assert.Equal((18, 2), (set.Train.Count, set.Test.Count));
        Assert.Equal([0L, 1], set.Test.CopyLabels());
        foreach (var (label, pixels) in set.Train.CopyLabels().Zip(Made.Pixels(set.Train).Chunk(768)))
        {
            Assert.All(pixels[..256], red => Assert.InRange(red, label == 1 ? 250 : 0, label == 1 ? 255 : 5));
            Assert.All(pixels[512..], blue => Assert.InRange(blue, label == 0 ? 250 : 0, label == 0 ? 255 : 5));
        }
    }

    [Fact]
    public void Its_own_shape_is_64_pixels_in_colour()
    {
        SmallSets.WriteImageFolder(folder, "pets");
        using var set = Opened.With(Request("pets"));
        Assert.Equal(new ImageShape(3, 64, 64), set.Shape);
    }

    [Theory]
    [InlineData("val")]
    [InlineData("test")]
    public void A_split_of_its_own_is_kept(string test)
    {
        SmallSets.WriteImageFolder(folder, "pets/train");
        folder.Write($"pets/{test}/red/a.png", Made.Png(9, 9, (_, _) => SKColors.Red));
        folder.Write($"pets/{test}/blue/a.png", Made.Png(9, 9, (_, _) => SKColors.Blue));
        using var set = Opened.With(Request("pets"));
        Assert.Equal((20, 2), (set.Train.Count, set.Test.Count));
    }

    [Fact]
    public void To_be_measured_with_a_split_keeps_its_parts_and_anything_else_is_test_altogether()
    {
        byte[] image = Made.Png(9, 9, (_, _) => SKColors.Red);
        SmallSets.WriteImageFolder(folder, "split/train");
        folder.Write("split/val/red/a.png", image);
        folder.Write("split/val/green/a.png", image);
        SmallSets.WriteImageFolder(folder, "flat");
        folder.Write("flat/green/a.png", image);
        SmallSets.WriteImageFolder(folder, "half/train");
        folder.Write("one/red/a.png", image);
        folder.Write("none/red.png", image);

        Assert.Equal("20 and 2 of blue green red, test 1 2", Found("split"));
        Assert.StartsWith("0 and 21 of blue green red, test 0 0 0", Found("flat"), StringComparison.Ordinal);
        Assert.StartsWith("0 and 20 of blue red, test 0 0 0", Found("half"), StringComparison.Ordinal);
        Assert.Equal("0 and 1 of red, test 0", Found("one"));
        Opened.Fails(
            Request("none") with
            {
                AllIsTest = true,
            },
            folder["none"],
            "no image lies in a folder named after its class"
        );

        string Found(string name)
        {
            using var set = Opened.With(Request(name) with { AllIsTest = true });
            return $"{set.Train.Count} and {set.Test.Count} of {string.Join(' ', set.Classes)}, test "
                + $"{string.Join(' ', set.Test.CopyLabels())}";
        }
    }

    [Fact]
    public void A_train_folder_alone_is_split()
    {
        SmallSets.WriteImageFolder(folder, "pets/train");
        using var set = Opened.With(Request("pets") with { Holdout = 0.3 });
        Assert.Equal((14, 6), (set.Train.Count, set.Test.Count));
    }

    [Fact]
    public void The_seed_decides_what_is_held_out()
    {
        for (var i = 0; i < 20; i++)
        {
            var shade = (byte)(10 * i);
            folder.Write($"greys/a/{i:00}.png", Made.Png(8, 8, (_, _) => new SKColor(shade, shade, shade)));
            folder.Write($"greys/b/{i:00}.png", Made.Png(8, 8, (_, _) => new SKColor(shade, shade, shade)));
        }

        byte[] Held(ulong seed)
        {
            using var set = Opened.With(
                Request("greys") with
                {
                    Size = 8,
                    Channels = 1,
                    Holdout = 0.25,
                    Seed = new Seed(seed),
                }
            );
            return Made.Pixels(set.Test);
        }

        Assert.Equal(Held(1), Held(1));
        Assert.NotEqual(Held(1), Held(2));
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        Opened.Fails(Request("absent"), folder["absent"], "neither a folder nor one of sample, mnist");
    }

    [Fact]
    public void A_file_is_no_folder()
    {
        folder.Write("pets", "x");
        Opened.Fails(Request("pets"), "a file; give a folder");
    }

    [Fact]
    public void An_empty_folder_is_named()
    {
        Directory.CreateDirectory(folder["pets"]);
        Opened.Fails(Request("pets"), folder["pets"], "0 class folders");
    }

    [Fact]
    public void A_class_without_images_is_named()
    {
        SmallSets.WriteImageFolder(folder, "pets");
        folder.Write("pets/green/notes.txt", "later");
        Opened.Fails(Request("pets"), "class 'green' has no image");
    }

    [Fact]
    public void A_test_class_without_training_images_is_named()
    {
        SmallSets.WriteImageFolder(folder, "pets/train");
        SmallSets.WriteImageFolder(folder, "pets/test");
        folder.Write("pets/test/green/a.png", Made.Png(9, 9, (_, _) => SKColors.Green));
        Opened.Fails(Request("pets"), "'green' is no class of the training images");
    }

    [Fact]
    public void A_class_of_one_image_cannot_be_split()
    {
        SmallSets.WriteImageFolder(folder, "pets");
        folder.Write("pets/green/a.png", Made.Png(9, 9, (_, _) => SKColors.Green));
        Opened.Fails(Request("pets"), "green", "one image cannot be split");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_holdout_out_of_range_is_an_error(double holdout)
    {
        SmallSets.WriteImageFolder(folder, "pets");
        Opened.Fails(Request("pets") with { Holdout = holdout }, "holdout = ");
    }

    [Theory]
    [InlineData(2, 8, "channels = 2")]
    [InlineData(4, 8, "channels = 4")]
    [InlineData(3, 0, "size = 0x0")]
    [InlineData(3, 5000, "size = 5000x5000")]
    public void A_wrong_shape_is_an_error(int channels, int size, string expected)
    {
        SmallSets.WriteImageFolder(folder, "pets");
        Opened.Fails(Request("pets") with { Channels = channels, Size = size }, expected);
    }

    private DatasetRequest Request(string name) => new() { NameOrPath = folder[name] };
}
