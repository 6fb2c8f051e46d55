using Accrete.Blueprints;

namespace Accrete.Tests.Datasets.Sources;

public sealed class CifarBinarySourceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Cifar10_folder_gives_the_bytes_of_the_records()
    {
        CheckCifar10(SmallSets.WriteCifar10(folder));
    }

    [Fact]
    public void Cifar10_archive_gives_the_bytes_of_the_records()
    {
        var records = SmallSets.WriteCifar10(folder, "unpacked");
        folder.Write("cifar-10-binary.tar.gz", Made.TarGz(folder["unpacked"], "cifar-10-batches-bin"));
        CheckCifar10(records);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cifar100_has_the_fine_labels(bool archive)
    {
        var records = SmallSets.WriteCifar100(folder, archive ? "unpacked" : "cifar-100-binary");
        if (archive)
        {
            folder.Write("cifar-100-binary.tar.gz", Made.TarGz(folder["unpacked"], "cifar-100-binary"));
        }

        using var set = Opened.Named("cifar100", folder);
        Assert.Equal("CIFAR-100", set.Name);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => 99L - i), set.Train.CopyLabels());
        Assert.Equal(records[3076..(3076 + 3072)], Made.Pixels(set.Test)[3072..6144]);
        Assert.Equal(100, set.Classes.Distinct().Count());
    }

    [Fact]
    public void A_record_cut_short_is_named()
    {
        SmallSets.WriteCifar10(folder);
        var file = "cifar-10-batches-bin/data_batch_3.bin";
        folder.Write(file, File.ReadAllBytes(folder[file])[..^7]);
        Opened.Fails("cifar10", folder, "data_batch_3.bin", "3073-byte records", "cut short");
    }

    [Fact]
    public void Whole_records_missing_are_noticed()
    {
        SmallSets.WriteCifar10(folder);
        var file = "cifar-10-batches-bin/data_batch_5.bin";
        folder.Write(file, File.ReadAllBytes(folder[file])[..(4 * 3073)]);
        Opened.Fails("cifar10", folder, "data_batch_5.bin", "cut short");
    }

    [Fact]
    public void A_batch_missing_is_named()
    {
        SmallSets.WriteCifar10(folder);
        File.Delete(folder["cifar-10-batches-bin/data_batch_2.bin"]);
        Opened.Fails("cifar10", folder, "data_batch_2.bin", "missing");
    }

    [Theory]
    [InlineData("cifar10", "cifar-10-batches-bin/data_batch_1.bin", 0, "label 10 of image 0")]
    [InlineData("cifar100", "cifar-100-binary/train.bin", 1, "label 100 of image 0")]
    [InlineData("cifar100", "cifar-100-binary/train.bin", 0, "label 20 of image 0")]
    public void A_label_out_of_range_is_named(string name, string file, int position, string expected)
    {
        SmallSets.WriteCifar10(folder);
        SmallSets.WriteCifar100(folder);
        var content = File.ReadAllBytes(folder[file]);
        content[position] =
            name == "cifar10" ? (byte)10
            : position == 1 ? (byte)100
            : (byte)20;
        folder.Write(file, content);
        Opened.Fails(name, folder, Path.GetFileName(file), expected);
    }

    [Fact]
    public void Binary_is_preferred_to_jpeg()
    {
        SmallSets.WriteCifarJpeg(folder);
        SmallSets.WriteCifar10(folder);
        using var set = Opened.Named("cifar10", folder);
        Assert.Equal("CIFAR-10", set.Name);
    }

    private void CheckCifar10(byte[] records)
    {
        using var set = Opened.Named("cifar10", folder);
        Assert.Equal(("CIFAR-10", new ImageShape(3, 32, 32)), (set.Name, set.Shape));
        Assert.Equal((50, 10), (set.Train.Count, set.Test.Count));
        Assert.Equal("truck", set.Classes[9]);
        var pixels = records.Chunk(3073).SelectMany(r => r.Skip(1)).ToArray();
        Assert.Equal(pixels, (byte[])[.. Made.Pixels(set.Train), .. Made.Pixels(set.Test)]);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => i % 10L), set.Train.CopyLabels());
    }
}
