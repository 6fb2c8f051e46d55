using Accrete.Datasets;
using Accrete.Storage;
using SkiaSharp;

namespace Accrete.Tests.Datasets;

public sealed class ContentIdentityTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ContentIdentityTests()
    {
        WriteClasses("set", 4);
        Directory.CreateDirectory(folder["run"]);
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("ant/notes.txt")]
    [InlineData("archive.zip")]
    [InlineData(".hidden.png")]
    [InlineData("runs/mine/plan.json")]
    [InlineData("loose.png")]
    public void What_lies_beside_the_images_does_not_change_it(string name)
    {
        var before = Identity("set");
        folder.Write(
            $"set/{name}",
            name.EndsWith(".png", StringComparison.Ordinal)
                ? Picture(99)
                : """{ "data": {}, "network": {}, "stages": [] }"""u8.ToArray()
        );
        Assert.Equal(before, Identity("set"));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("Training", "train")]
    public void Neither_does_another_place_or_spelling(string first, string second)
    {
        WriteClasses($"one/{first}", 3);
        WriteClasses($"two/{second}", 3);
        Assert.Equal(Identity("one"), Identity("two"));
    }

    [Fact]
    public void An_image_more_less_other_or_in_another_class_changes_it()
    {
        using var before = Opened.With(Request("set"));
        ImagesFile.Write(folder["run"], before);
        folder.Write("set/ant/new.png", Picture(50));
        AssertChanges("images changed (1 added: ant/new.png, 0 gone)");
        File.Delete(folder["set/ant/new.png"]);
        Assert.Equal(before.Sha256, Identity("set"));
        File.Delete(folder["set/ant/0.png"]);
        AssertChanges("images changed (0 added, 1 gone: ant/0.png)");
        folder.Write("set/bee/0.png", Picture(0));
        AssertChanges("images changed (1 added: bee/0.png, 2 gone: ant/0.png, bee/0.png)");

        void AssertChanges(string expected)
        {
            using var now = Opened.With(Request("set"));
            Assert.NotEqual(before.Sha256, now.Sha256);
            Assert.Equal(expected, ImagesFile.Changes(folder["run"], now));
        }
    }

    [Fact]
    public void Bad_images_are_told_at_once_and_left_out_on_request_as_if_they_were_not_there()
    {
        var clean = Identity("set");
        folder.Write("set/ant/1 cut.png", Picture(3)[..40]);
        folder.Write("set/bee/empty.jpg", "");
        folder.Write("set/bee/text.gif", "no image");
        var cache = new DatasetCache(folder["cache"]);
        for (var i = 0; i < 3; i++)
        {
            var error = Assert.Throws<BadImagesException>(() => Opened.With(Request("set"), cache).Dispose());
            Assert.Equal(["ant/1 cut.png", "bee/empty.jpg", "bee/text.gif"], error.Images.Select(b => b.Name));
            Assert.Contains("3 of 11 images cannot be read", error.Message, StringComparison.Ordinal);
        }

        foreach (var _ in (bool[])[true, false])
        {
            using var set = Opened.With(Request("set") with { SkipBad = true }, cache);
            Assert.Equal((clean, 8L), (set.Sha256, set.Train.Count + set.Test.Count));
            Assert.Equal((3L, 3), (set.Findings.PassedOver[^1].Count, set.Findings.PassedOver[^1].Names.Count));
            Assert.Equal(8, set.Listing!.Images.Count);
        }

        Assert.Equal(clean, DatasetCatalog.Sha256Of(Request("set") with { SkipBad = true }));
    }

    [Fact]
    public void A_class_of_bad_images_alone_is_named()
    {
        folder.Write("set/cat/1.png", "no image");
        folder.Write("set/cat/2.png", "no image");
        Opened.Fails(Request("set") with { SkipBad = true }, "class 'cat' has no training image that can be read");
    }

    [Fact]
    public void Earlier_versions_hashed_all_files()
    {
        var before = DatasetCatalog.EarlierSha256Of(Request("set"));
        folder.Write("set/notes.txt", "x");
        Assert.NotEqual(before, DatasetCatalog.EarlierSha256Of(Request("set")));
    }

    [Fact]
    public void Twins_across_parts_and_classes_are_counted()
    {
        WriteClasses("parts/train", 3);
        WriteClasses("parts/test", 1, first: 70);
        folder.Write("parts/test/ant/x.png", Picture(0));
        folder.Write("parts/test/bee/y.png", Picture(1));
        folder.Write("parts/test/bee/z.png", Picture(2));
        using var set = Opened.With(Request("parts"));
        // Of the two in another class, one is among the three and the other is its twin.
        Assert.Equal(
            (3L, 2L, 4L),
            set.Findings.Duplicates is { } twins ? (twins.AcrossParts, twins.AcrossClasses, twins.Images) : default
        );
    }

    [Fact]
    public void People_read_the_names_on_the_disk_and_a_part_may_go_by_another_of_its_names()
    {
        WriteClasses("set/TRAIN", 3);
        WriteClasses("set/testing", 1, first: 70);
        folder.Write("set/testing/ant/x.png", Picture(0));
        folder.Write("set/testing/bee/bad.png", Picture(3)[..40]);
        var cache = new DatasetCache(folder["cache"]);
        string before;
        using (var set = Opened.With(Request("set") with { SkipBad = true }, cache))
        {
            before = set.Sha256;
            Assert.Equal(["testing/ant/x.png = TRAIN/ant/0.png"], set.Findings.Duplicates!.Names);
            ImagesFile.Write(folder["run"], set);
            Assert.Contains(
                "  TRAIN/ant/0.png\n",
                File.ReadAllText(folder["run/images.txt"]),
                StringComparison.Ordinal
            );
        }

        Directory.Move(folder["set/TRAIN"], folder["set/Training"]);
        Directory.Move(folder["set/testing"], folder["set/test"]);
        var error = Assert.Throws<BadImagesException>(() => Opened.With(Request("set"), cache).Dispose());
        Assert.Equal(["test/bee/bad.png"], error.Images.Select(i => i.Name));
        using (var set = Opened.With(Request("set") with { SkipBad = true }, cache))
        {
            Assert.Equal(before, set.Sha256);
            Assert.Equal(["test/ant/x.png = Training/ant/0.png"], set.Findings.Duplicates!.Names);
        }

        File.Delete(folder["set/Training/ant/0.png"]);
        using var now = Opened.With(Request("set") with { SkipBad = true }, cache);
        Assert.Equal("images changed (0 added, 1 gone: TRAIN/ant/0.png)", ImagesFile.Changes(folder["run"], now));
    }

    private static byte[] Picture(int i) =>
        Made.Png(8, 8, (x, y) => new SKColor((byte)(i * 20), (byte)(x * 9), (byte)(y * 9)));

    private void WriteClasses(string at, int each, int first = 0)
    {
        for (var i = 0; i < each; i++)
        {
            folder.Write($"{at}/ant/{i}.png", Picture(first + (2 * i)));
            folder.Write($"{at}/bee/{i}.png", Picture(first + (2 * i) + 1));
        }
    }

    private string Identity(string set)
    {
        using var read = Opened.With(Request(set));
        return read.Sha256;
    }

    private DatasetRequest Request(string set) =>
        new()
        {
            NameOrPath = folder[set],
            Size = 8,
            Holdout = 0.3,
        };
}
