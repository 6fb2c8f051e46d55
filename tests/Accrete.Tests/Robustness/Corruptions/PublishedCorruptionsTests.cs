using Accrete.Datasets;
using Accrete.Robustness.Corruptions;
using Accrete.Tests.Datasets;
using static TorchSharp.torch;

namespace Accrete.Tests.Robustness.Corruptions;

public sealed class PublishedCorruptionsTests : IDisposable
{
    private const int Count = 3;

    private readonly TemporaryFolder folder = new();
    private readonly Dataset data = new("tiny", ["a", "b", "c"], Set(), Set(), "7172");

    public void Dispose()
    {
        data.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("|u1")]
    [InlineData("<i4")]
    [InlineData("<i8")]
    public void Images_come_by_name_and_severity_in_their_order(string labels)
    {
        Write(labels);

        var published = PublishedCorruptions.Open(folder["c"], data);

        // The common ones in their order; others when they are asked for.
        Assert.Equal(["fog", "jpeg_compression"], published.Names);
        Assert.Equal(
            ["speckle_noise", "fog"],
            PublishedCorruptions.Open(folder["c"], data, ["speckle_noise", "fog"]).Names
        );
        var error = Assert
            .Throws<InvalidInputException>(() => PublishedCorruptions.Open(folder["c"], data, ["fig"]))
            .Message;
        Assert.Contains(
            "has none of that name, did you mean 'fog'?; there are fog, jpeg_compression, speckle_noise",
            error,
            StringComparison.Ordinal
        );
        using var images = published.Read("fog", 2, [0, 2]);
        Assert.Equal([0L, 2], images.CopyLabels());
        // Second severity: rows 3 to 5; each value is made from its row, line, column and channel.
        foreach (var (image, row) in new[] { (0, 3), (1, 5) })
        {
            Assert.Equal(Value(row, 1, 0, 2), images.Images[image, 2, 1, 0].item<byte>());
            Assert.Equal(Value(row, 0, 1, 1), images.Images[image, 1, 0, 1].item<byte>());
        }
    }

    [Fact]
    public void What_is_missing_damaged_or_of_other_images_is_named()
    {
        AssertRefused("there is no such folder");
        Directory.CreateDirectory(folder["c"]);
        AssertRefused("has no corrupted images");
        Write("<i8");
        var fog = File.ReadAllBytes(folder["c/fog.npy"]);
        foreach (var broken in new[] { fog[..^1], fog[..40], [.. fog, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13] })
        {
            folder.Write("c/fog.npy", broken);
            AssertRefused("fog.npy: ");
        }

        folder.Write("c/fog.npy", Made.Npy("<f4", "(15, 2, 2, 3)", new byte[15 * 12 * 4]));
        AssertRefused("whole numbers (|u1, <i4 or <i8) in C order are read");
        folder.Write("c/fog.npy", Made.Npy("|u1", "(10, 2, 2, 3)", new byte[120]));
        AssertRefused("is [10, 2, 2, 3], but five severities of 3 test images of 3x2x2 are [15, 2, 2, 3]");
        folder.Write("c/fog.npy", fog);
        folder.Write("c/labels.npy", Made.Npy("|u1", "(15,)", [.. Enumerable.Repeat((byte)7, 15)]));
        AssertRefused("labels.npy: row 0 has label 7, but test image 0 of tiny has label 0");
        folder.Write(
            "c/labels.npy",
            Made.Npy("|u1", "(15,)", [.. Enumerable.Range(0, 15).Select(i => (byte)(i == 7 ? 2 : i % Count))])
        );
        AssertRefused("labels.npy: row 7 has label 2, but test image 1 of tiny has label 1");
        File.Delete(folder["c/labels.npy"]);
        AssertRefused("has no labels.npy");
    }

    private static ImageSet Set() => new(zeros([Count, 3, 2, 2], ScalarType.Byte), arange((long)Count));

    private static byte Value(int row, int y, int x, int channel) => (byte)((row * 12) + (y * 6) + (x * 3) + channel);

    private void Write(string labels)
    {
        byte[] pixels = [.. Enumerable.Range(0, 15 * 12).Select(i => (byte)i)];
        foreach (var name in new[] { "speckle_noise", "jpeg_compression", "fog" })
        {
            folder.Write($"c/{name}.npy", Made.Npy("|u1", "(15, 2, 2, 3)", pixels));
        }

        folder.Write(
            "c/labels.npy",
            Made.Npy(labels, "(15,)", [.. Enumerable.Range(0, 15).SelectMany(i => Bytes(i % Count, labels))])
        );
    }

    private static byte[] Bytes(int number, string type) =>
        type switch
        {
            "|u1" => [(byte)number],
            "<i4" => BitConverter.GetBytes(number),
            _ => BitConverter.GetBytes((long)number),
        };

    private void AssertRefused(string says) =>
        Assert.Contains(
            says,
            Assert.Throws<InvalidInputException>(() => PublishedCorruptions.Open(folder["c"], data)).Message,
            StringComparison.Ordinal
        );
}
