using Accrete.Files;
using Accrete.Tests.Datasets;

namespace Accrete.Tests.Files;

public sealed class GZipFileTests
{
    // One that deflate cannot make smaller, and one of which little is left.
    public static TheoryData<string> Contents => ["noise", "zeros", "nothing"];

    [Theory]
    [MemberData(nameof(Contents))]
    public void One_member_and_several_are_read_as_gzip_reads_them(string kind)
    {
        var content = Content(kind);
        var one = Packed(kind);
        byte[] noise = Made.Noise(20_000, 3);
        Assert.Equal(content, Unpacked(one));
        Assert.Equal([.. content, .. noise, .. content], Unpacked([.. one, .. Made.GZip(noise), .. one]));
    }

    [Theory]
    [MemberData(nameof(Contents))]
    public void A_file_cut_short_anywhere_is_refused(string kind)
    {
        var one = Packed(kind);
        byte[] two = [.. Made.GZip(Made.Noise(700, 5)), .. one];
        for (var cut = 1; cut <= one.Length; cut++)
        {
            Refused(one[..^cut], "cut short");
            if (cut < one.Length)
            {
                Refused(two[..^cut], "cut short");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Contents))]
    public void What_follows_the_last_member_is_refused_unless_it_is_zeros(string kind)
    {
        var one = Packed(kind);
        foreach (var length in new[] { 1, 2, 3, 512, 8192, 30_000 })
        {
            // Zeros are passed over, as gzip does, and nothing behind them.
            Assert.Equal(Content(kind), Unpacked([.. one, .. new byte[length]]));
            Refused([.. one, .. new byte[length], (byte)'x'], "other bytes follow");
            Refused([.. one, (byte)'x', .. new byte[length]], "other bytes follow");
            if (length < 9 || Content(kind).Length > 0)
            {
                // The end of nothing is zeros itself.
                Refused([.. one[..^9], .. new byte[length]]);
            }

            Refused([.. one, .. Enumerable.Repeat((byte)'x', length)], "other bytes follow");
            // What begins as a member does is not told from one that is damaged.
            Refused([.. one, 0x1f, .. Made.Noise(length - 1, 2)]);
            Refused([.. one, 0x1f, 0x8b, .. Made.Noise(length - 1, 2)]);
        }
    }

    [Fact]
    public void Any_flipped_bit_is_refused_or_changes_nothing()
    {
        var content = Made.Noise(300, 4);
        var whole = Made.GZip(content);
        for (var bit = 0; bit < 8 * whole.Length; bit++)
        {
            var flipped = whole.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.Equal(content, Unpacked(flipped));
                // Flags, a time and the like in the header, and bits that fill a byte up.
                Assert.InRange(bit / 8, 3, 10);
            }
            catch (InvalidInputException) { }
        }
    }

    [Fact]
    public void More_than_a_set_of_images_is_packed_from_is_refused()
    {
        var bomb = Made.Packed(".gz", [], 100L << 20);
        using var file = new GZipFile(new MemoryStream(bomb), "bomb.gz");
        var error = Assert.Throws<InvalidInputException>(() => file.CopyTo(Stream.Null));
        Assert.Contains("bomb.gz: unpacks to more than", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(100, 103_200)]
    [InlineData(1 << 20, 64 << 20)]
    [InlineData(10 << 20, 320L << 20)]
    [InlineData(1L << 40, 32L << 40)]
    public void The_bound_is_what_deflate_and_images_allow(long packed, long most) =>
        Assert.Equal(most, PackedBound.Most(packed));

    private static byte[] Content(string kind) =>
        kind switch
        {
            "noise" => Made.Noise(9000, 1),
            "zeros" => new byte[9000],
            _ => [],
        };

    // .NET packs nothing into no member at all.
    private static byte[] Packed(string kind) =>
        kind == "nothing"
            ? [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]
            : Made.GZip(Content(kind));

    private static byte[] Unpacked(byte[] packed)
    {
        using var file = new GZipFile(new MemoryStream(packed), "file.gz");
        using var content = new MemoryStream();
        file.CopyTo(content);
        return content.ToArray();
    }

    private static void Refused(byte[] packed, string expected = "file.gz")
    {
        var error = Assert.Throws<InvalidInputException>(() => Unpacked(packed));
        Assert.StartsWith("file.gz: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
