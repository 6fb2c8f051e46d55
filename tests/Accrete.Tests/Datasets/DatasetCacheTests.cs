using Accrete.Datasets;

namespace Accrete.Tests.Datasets;

public sealed class DatasetCacheTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public DatasetCacheTests() => SmallSets.WriteImageFolder(folder, "pets");

    private DatasetRequest Request => new() { NameOrPath = folder["pets"], Size = 12 };

    private string[] Files => Directory.Exists(folder["cache"]) ? Directory.GetFiles(folder["cache"]) : [];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_second_opening_gives_the_same_without_decoding(bool allIsTest)
    {
        var (first, decoded) = OpenCounting(Request with { AllIsTest = allIsTest });
        var (second, again) = OpenCounting(Request with { AllIsTest = allIsTest });
        using (first)
        using (second)
        {
            Assert.Equal((20, 0), (decoded, again));
            AssertSame(first, second);
        }
    }

    [Fact]
    public void Settings_and_content_have_files_of_their_own()
    {
        Open(Request);
        Open(Request with { Size = 10 });
        Open(Request with { Seed = new Seed(9) });
        folder.Write("pets/red/0.png", File.ReadAllBytes(folder["pets/red/4.png"]));
        Open(Request);
        Assert.Equal(4, Files.Length);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("byte")]
    [InlineData("header")]
    [InlineData("longer")]
    [InlineData("empty")]
    public void A_damaged_file_is_made_again(string damage)
    {
        using var first = Opened.With(Request, Cache());
        var file = Assert.Single(Files);
        var whole = File.ReadAllBytes(file);
        File.WriteAllBytes(file, Damaged(whole, damage));
        var (second, decoded) = OpenCounting(Request);
        using (second)
        {
            Assert.Equal(20, decoded);
            AssertSame(first, second);
            Assert.Equal(whole, File.ReadAllBytes(file));
        }
    }

    [Fact]
    public void A_full_disk_loses_nothing()
    {
        using var set = Opened.With(Request, new DatasetCache(folder["cache"], p => new FullDisk(p)));
        Assert.Equal(18, set.Train.Count);
        Assert.Contains("No space left on device", set.CacheWarning, StringComparison.Ordinal);
        Assert.Contains("ACCRETE_CACHE", set.CacheWarning, StringComparison.Ordinal);
        Assert.Empty(Files);
    }

    [Fact]
    public void A_cache_that_cannot_be_made_loses_nothing()
    {
        folder.Write("file", "x");
        using var set = Opened.With(Request, new DatasetCache(folder["file/cache"]));
        Assert.Equal(18, set.Train.Count);
        Assert.NotNull(set.CacheWarning);
    }

    [Fact]
    public void What_another_process_is_writing_is_left_alone()
    {
        var cache = new DatasetCache(folder["cache"], _ => throw new IOException("used by another process"));
        Directory.CreateDirectory(folder["cache"]);
        var key = DatasetCache.Key("hash", "pets", new(3, 12, 12), ImageFit.Crop, "");
        folder.Write($"cache/{key}.accrete-images.tmp", "half");
        using var set = Opened.With(Request);
        Assert.NotNull(cache.TryWrite(key, set));
        Assert.Equal("half", File.ReadAllText(Assert.Single(Files)));
    }

    [Fact]
    public void What_a_killed_process_left_is_written_over()
    {
        Open(Request);
        var file = Assert.Single(Files);
        File.Move(file, file + ".tmp");
        Open(Request);
        Assert.Equal([file], Files);
    }

    [Fact]
    public void Sets_that_need_no_decoding_are_not_cached()
    {
        SmallSets.WriteMnist(folder);
        var request = new DatasetRequest { NameOrPath = "mnist", Root = folder.Path };
        Open(request);
        Assert.Empty(Files);
        Open(request with { Size = 32 });
        Assert.Single(Files);
    }

    [Fact]
    public void Nothing_is_left_beside_the_file()
    {
        Open(Request);
        Assert.EndsWith(".accrete-images", Assert.Single(Files), StringComparison.Ordinal);
    }

    private static byte[] Damaged(byte[] whole, string damage)
    {
        var changed = whole.ToArray();
        changed[damage == "byte" ? whole.Length / 2 : 20] ^= 4;
        return damage switch
        {
            "cut" => whole[..^100],
            "longer" => [.. whole, 0],
            "empty" => [],
            _ => changed,
        };
    }

    private static void AssertSame(Dataset first, Dataset second)
    {
        Assert.Equal((first.Name, first.Shape, first.Sha256), (second.Name, second.Shape, second.Sha256));
        Assert.Equal(first.Classes, second.Classes);
        Assert.Equal(Made.Pixels(first.Train), Made.Pixels(second.Train));
        Assert.Equal(Made.Pixels(first.Test), Made.Pixels(second.Test));
        Assert.Equal(first.Train.CopyLabels(), second.Train.CopyLabels());
        Assert.Equal(first.Test.CopyLabels(), second.Test.CopyLabels());
    }

    private DatasetCache Cache() => new(folder["cache"]);

    private void Open(DatasetRequest request) => Opened.With(request, Cache()).Dispose();

    private (Dataset Set, long Decoded) OpenCounting(DatasetRequest request)
    {
        var progress = new LastProgress();
        return (DatasetCatalog.Open(request, Cache(), progress, CancellationToken.None), progress.Last);
    }

    private sealed class LastProgress : IProgress<DecodeProgress>
    {
        public long Last { get; private set; }

        public void Report(DecodeProgress value)
        {
            Assert.InRange(value.Done, Last + 1, value.Total);
            Last = value.Done;
        }
    }

    private sealed class FullDisk(string path) : FileStream(path, FileMode.Create)
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Position + buffer.Length > 5000)
            {
                throw new IOException("No space left on device");
            }

            base.Write(buffer);
        }
    }
}
