using Accrete.Blueprints;
using Accrete.Datasets;

namespace Accrete.Tests.Datasets.Sources;

public sealed class IdxSourceTests : IDisposable
{
    private const string TrainImages = "mnist/train-images-idx3-ubyte";
    private const string TrainLabels = "mnist/train-labels-idx1-ubyte";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gives_the_bytes_of_the_files(bool packed)
    {
        var images = SmallSets.WriteMnist(folder, packed);
        using var set = Opened.Named("mnist", folder);
        Assert.Equal(new ImageShape(1, 28, 28), set.Shape);
        Assert.Equal(images, Made.Pixels(set.Train));
        Assert.Equal(images, Made.Pixels(set.Test));
        Assert.Equal(Enumerable.Range(0, SmallSets.Mnist).Select(i => i % 10L), set.Train.CopyLabels());
        Assert.Equal(64, set.Sha256.Length);
    }

    [Fact]
    public void Is_found_in_the_root_itself_and_by_path()
    {
        SmallSets.WriteMnist(folder);
        using var direct = Opened.With(new DatasetRequest { NameOrPath = "mnist", Root = folder["mnist"] });
        using var path = Opened.With(new DatasetRequest { NameOrPath = folder["mnist"] });
        Assert.Equal(direct.Sha256, path.Sha256);
    }

    [Fact]
    public void Is_resized_and_coloured_when_asked()
    {
        SmallSets.WriteMnist(folder);
        using var set = Opened.Named("mnist", folder, size: 32, channels: 3);
        Assert.Equal(new ImageShape(3, 32, 32), set.Shape);
        var first = Made.Pixels(set.Train).AsSpan(0, 3 * 1024);
        Assert.True(first[..1024].SequenceEqual(first[1024..2048]) && first[..1024].SequenceEqual(first[2048..]));
    }

    [Fact]
    public void A_missing_set_names_the_places()
    {
        Opened.Fails("mnist", folder, "mnist: not found", folder["mnist"], "name another folder");
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        SmallSets.WriteMnist(folder);
        File.Delete(folder[TrainLabels + ".gz"]);
        Opened.Fails("mnist", folder, "train-labels-idx1-ubyte", "missing");
    }

    [Theory]
    [InlineData(3, "not an IDX file")]
    [InlineData(10, "cut short in its header")]
    [InlineData(1000, "claims 15680 bytes, more than a file of its length holds")]
    public void A_file_cut_short_is_named(int length, string expected)
    {
        SmallSets.WriteMnist(folder, packed: false);
        var whole = File.ReadAllBytes(folder[TrainImages]);
        folder.Write(TrainImages, whole[..length]);
        Opened.Fails("mnist", folder, folder[TrainImages], expected);
    }

    [Fact]
    public void A_packed_file_cut_short_is_named()
    {
        SmallSets.WriteMnist(folder);
        var whole = File.ReadAllBytes(folder[TrainImages + ".gz"]);
        folder.Write(TrainImages + ".gz", whole[..(whole.Length / 2)]);
        Opened.Fails("mnist", folder, folder[TrainImages + ".gz"]);
    }

    [Fact]
    public void A_changed_byte_in_a_packed_file_is_noticed()
    {
        SmallSets.WriteMnist(folder);
        var changed = File.ReadAllBytes(folder[TrainImages + ".gz"]);
        changed[changed.Length / 2] ^= 1;
        folder.Write(TrainImages + ".gz", changed);
        Opened.Fails("mnist", folder, folder[TrainImages + ".gz"], "damaged");
    }

    [Fact]
    public void What_is_not_gzip_is_named()
    {
        SmallSets.WriteMnist(folder);
        folder.Write(TrainImages + ".gz", Made.Noise(500, 3));
        Opened.Fails("mnist", folder, folder[TrainImages + ".gz"], "damaged");
    }

    [Fact]
    public void Bytes_after_the_end_are_an_error()
    {
        SmallSets.WriteMnist(folder, packed: false);
        folder.Write(TrainImages, [.. File.ReadAllBytes(folder[TrainImages]), 0]);
        Opened.Fails("mnist", folder, "more bytes than its header claims");
    }

    [Fact]
    public void A_header_that_claims_gigabytes_costs_nothing()
    {
        SmallSets.WriteMnist(folder, packed: false);
        folder.Write(TrainImages, Made.Idx(new byte[100], 2_000_000, 28, 28));
        var before = GC.GetTotalAllocatedBytes();
        Opened.Fails("mnist", folder, "claims 1568000000 bytes, more than a file of its length holds");
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".gz")]
    [InlineData(".br")]
    public void A_small_file_that_is_what_it_claims_is_refused_before_it_is_unpacked(string ending)
    {
        SmallSets.WriteMnist(folder, packed: false);
        File.Delete(folder[TrainImages]);
        // 98 MB of zeros, which deflate packs into 98 kB.
        folder.Write(
            TrainImages + ending,
            ending == ""
                ? Made.Idx([], 125_000, 28, 28)
                : Made.Packed(ending, Made.Idx([], 125_000, 28, 28), 125_000L * 784)
        );
        var before = GC.GetTotalAllocatedBytes();
        Opened.Fails("mnist", folder, "claims 98000000 bytes, more than a file of its length holds");
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 1 << 20);
    }

    [Fact]
    public void Sets_of_several_blocks_are_whole()
    {
        const int Images = 30_000;
        var pixels = Made.Noise(Images * 784, 7);
        foreach (var part in new[] { "train", "t10k" })
        {
            folder.Write($"mnist/{part}-images-idx3-ubyte", Made.Idx(pixels, Images, 28, 28));
            folder.Write(
                $"mnist/{part}-labels-idx1-ubyte",
                Made.Idx([.. Enumerable.Range(0, Images).Select(i => (byte)(i % 10))], Images)
            );
        }

        using var set = Opened.Named("mnist", folder);
        Assert.Equal(pixels, Made.Pixels(set.Train));
    }

    [Fact]
    public void What_is_cut_short_inside_of_what_is_packed_is_named()
    {
        SmallSets.WriteMnist(folder);
        folder.Write(TrainImages + ".gz", Made.GZip(Made.Idx(Made.Noise(984, 2), 20, 28, 28)));
        Opened.Fails("mnist", folder, "cut short, 984 bytes instead of the 15680");
    }

    [Fact]
    public void Packed_files_end_where_gzip_says()
    {
        SmallSets.WriteMnist(folder);
        var whole = File.ReadAllBytes(folder[TrainImages + ".gz"]);
        folder.Write(TrainImages + ".gz", [.. whole, .. "more"u8]);
        Opened.Fails("mnist", folder, folder[TrainImages + ".gz"], "other bytes follow");
        folder.Write(TrainImages + ".gz", whole[..^1]);
        Opened.Fails("mnist", folder, folder[TrainImages + ".gz"], "cut short");
        // Two members are one file.
        var content = Made.Idx(Made.Noise(SmallSets.Mnist * 784, 1), SmallSets.Mnist, 28, 28);
        folder.Write(TrainImages + ".gz", [.. Made.GZip(content[..5000]), .. Made.GZip(content[5000..])]);
        using var set = Opened.Named("mnist", folder);
        Assert.Equal(content[16..], Made.Pixels(set.Train));
    }

    [Theory]
    [InlineData(new[] { 0, 28, 28 }, "not positive")]
    [InlineData(new[] { -1, 28, 28 }, "not positive")]
    [InlineData(new[] { int.MaxValue, int.MaxValue, int.MaxValue }, "images of 2147483647x2147483647 pixels")]
    [InlineData(new[] { int.MaxValue, 28, 28 }, "claims")]
    [InlineData(new[] { 20, 28, 28, 3 }, "4 dimensions instead of 3")]
    [InlineData(new[] { 20, 14, 56 }, "14x56")]
    public void Impossible_dimensions_are_an_error(int[] shape, string expected)
    {
        SmallSets.WriteMnist(folder, packed: false);
        folder.Write(TrainImages, Made.Idx(new byte[20 * 784], shape));
        Opened.Fails("mnist", folder, folder[TrainImages], expected);
    }

    [Fact]
    public void A_label_out_of_range_is_named()
    {
        SmallSets.WriteMnist(folder, packed: false);
        folder.Write(TrainLabels, Made.Idx([.. Enumerable.Range(0, 19).Select(i => (byte)(i % 10)), 10], 20));
        Opened.Fails("mnist", folder, folder[TrainLabels], "label 10 of image 19", "0 to 9");
    }

    [Fact]
    public void Fewer_labels_than_images_are_an_error()
    {
        SmallSets.WriteMnist(folder, packed: false);
        folder.Write(TrainLabels, Made.Idx(new byte[19], 19));
        Opened.Fails("mnist", folder, "19 labels for the 20 images");
    }

    [Fact]
    public void A_class_without_images_is_named()
    {
        SmallSets.WriteMnist(folder, packed: false);
        folder.Write(TrainLabels, Made.Idx(new byte[20], 20));
        Opened.Fails("mnist", folder, "class '1' has no training image");
    }
}
