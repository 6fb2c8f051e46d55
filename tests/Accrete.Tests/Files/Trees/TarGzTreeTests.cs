using System.Formats.Tar;
using Accrete.Files.Trees;
using Accrete.Tests.Datasets;

namespace Accrete.Tests.Files.Trees;

public sealed class TarGzTreeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Leaves_the_top_folder_out()
    {
        var tree = Read(Made.Tar(Made.File("./top/b/c.txt", [1, 2]), Made.File("top/a.txt", [3])));
        Assert.Equal(["a.txt", "b/c.txt"], tree.Paths);
        Assert.Equal([1, 2], tree.Read("b/c.txt"));
    }

    [Fact]
    public void A_large_entry_is_whole()
    {
        var content = Made.Noise(3 << 20, 5);
        Assert.Equal(content, Read(Made.Tar(Made.File("top/a", content))).Read("a"));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("/tmp/accrete-hostile-x")]
    [InlineData("..\\x")]
    [InlineData("C:\\x")]
    public void A_name_that_leads_out_is_refused_and_nothing_is_written(string name)
    {
        var archive = folder.Write(
            "in/hostile.tar.gz",
            Made.GZip(Made.Tar(Made.File("top/a", [1]), Made.File(name, [2])))
        );
        var error = Assert.Throws<InvalidInputException>(() => TarGzTree.Read(archive, CancellationToken.None));
        Assert.Contains("leads out of the archive", error.Message, StringComparison.Ordinal);
        Assert.StartsWith(archive, error.Message, StringComparison.Ordinal);
        Assert.Equal([archive], Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
        Assert.False(File.Exists("/tmp/accrete-hostile-x"));
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Fifo)]
    public void A_link_or_device_is_refused(TarEntryType type)
    {
        var entry = new PaxTarEntry(type, "top/link");
        if (type != TarEntryType.Fifo)
        {
            entry.LinkName = "/etc/passwd";
        }

        Refused(Made.GZip(Made.Tar(Made.File("top/a", [1]), entry)), "link or device");
    }

    [Fact]
    public void An_archive_cut_short_anywhere_is_named()
    {
        var whole = Made.GZip(Made.Tar(Enumerable.Range(0, 8).Select(i => Made.File($"top/{i}", Made.Noise(700, i)))));
        foreach (var part in new[] { 0.0, 0.01, 0.3, 0.5, 0.8, 0.99 })
        {
            Refused(whole[..(int)(whole.Length * part)], "hostile.tar.gz");
        }

        Refused(whole[..^1], "cut short");
    }

    [Fact]
    public void A_changed_byte_is_noticed()
    {
        var whole = Made.GZip(Made.Tar(Made.File("top/a", Made.Noise(5000, 1))));
        whole[whole.Length / 2] ^= 1;
        Refused(whole, "damaged");
    }

    [Fact]
    public void What_is_no_archive_is_named()
    {
        Refused(Made.Noise(3000, 1), "not packed with gzip");
        Refused(Made.GZip(Made.Noise(3000, 1)), "cut short or damaged");
        Refused(Made.GZip(new byte[1024]), "no file in this archive");
    }

    [Fact]
    public void An_entry_that_claims_gigabytes_is_refused()
    {
        var tar = Made.Tar(
            new UstarTarEntry(TarEntryType.RegularFile, "top/a") { DataStream = new MemoryStream(new byte[10]) }
        );
        "77777777777"u8.CopyTo(tar.AsSpan(124));
        "        "u8.CopyTo(tar.AsSpan(148));
        var sum = tar[..512].Sum(b => b);
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, 148);
        Refused(Made.GZip(tar), "unpack to more than");
    }

    private TarGzTree Read(byte[] tar) =>
        TarGzTree.Read(folder.Write("a.tar.gz", Made.GZip(tar)), CancellationToken.None);

    private void Refused(byte[] archive, string expected)
    {
        var path = folder.Write("hostile.tar.gz", archive);
        var error = Assert.Throws<InvalidInputException>(() => TarGzTree.Read(path, CancellationToken.None));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }
}
