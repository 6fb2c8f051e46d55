using Accrete.Datasets;
using SkiaSharp;

namespace Accrete.Tests.Datasets.Sources;

public sealed class FolderLayoutTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("train", "test")]
    [InlineData("Train", "Test")]
    [InlineData("TRAINING", "TESTING")]
    [InlineData("train_set", "test-set")]
    [InlineData("Training", "valid")]
    [InlineData("train", "Validation")]
    [InlineData("train", "VAL")]
    [InlineData("Train", "dev")]
    public void Parts_go_by_their_names_in_any_case(string train, string test)
    {
        Classes(train, 3);
        Classes(test, 1);
        AssertRead(["ant", "bee"], 6, 2, $"{test}/");
    }

    [Fact]
    public void Of_test_and_val_test_is_used_and_val_is_said()
    {
        Classes("train", 3);
        Classes("test", 1);
        Classes("val", 2);
        AssertRead(["ant", "bee"], 6, 2, "test/", "4 passed over, in val/, for the test images are those of test/");
    }

    [Fact]
    public void An_unlabelled_test_folder_beside_val_is_said_and_passed_over()
    {
        Classes("train", 3);
        Classes("val", 2);
        Image("test/1.png");
        Image("test/images/2.png");
        AssertRead(["ant", "bee"], 6, 4, "val/", "2 passed over, in test/, which is named like a part");
    }

    [Fact]
    public void So_is_an_empty_one()
    {
        Classes("train", 3);
        Classes("val", 2);
        Directory.CreateDirectory(folder["set/test"]);
        AssertRead(["ant", "bee"], 6, 4, "val/", "1 passed over, a part without images: test/");
    }

    [Fact]
    public void Unlabelled_test_images_alone_leave_some_held_out()
    {
        Classes("train", 10);
        Image("test/1.png");
        AssertRead(["ant", "bee"], 18, 2, "held out, 10 % of each class", "1 passed over, in test/");
    }

    [Fact]
    public void Beside_classes_a_test_folder_is_no_class()
    {
        Classes("", 10);
        Image("test/1.png");
        AssertRead(["ant", "bee"], 18, 2, "held out, 10 % of each class", "1 passed over, in test/");
    }

    [Fact]
    public void And_is_the_test_part_where_it_holds_the_classes()
    {
        Classes("", 3);
        Classes("test", 1);
        AssertRead(["ant", "bee"], 6, 2, "test/");
    }

    [Theory]
    [InlineData("train")]
    [InlineData("Training")]
    [InlineData("test")]
    [InlineData("TESTING")]
    [InlineData("valid")]
    [InlineData("Validation")]
    [InlineData("eval")]
    [InlineData("dev_set")]
    public void What_is_named_like_a_part_is_never_a_class_beside_others(string part)
    {
        Class("car", 10);
        Class("bus", 10);
        Class(part, 10);
        AssertRead(
            ["bus", "car"],
            18,
            2,
            "held out, 10 % of each class",
            $"10 passed over, in {part}/, which is named like a part and has no folders of the classes (rename "
                + "it where it is a class)"
        );
    }

    [Theory]
    [InlineData(
        "valid",
        "invalid",
        "only invalid/ is a class: valid/ is named like a part; give another class, or rename valid/"
    )]
    [InlineData("train", "bus", "only bus/ is a class: train/ is named like a part")]
    public void Nor_beside_one(string part, string other, string says)
    {
        Class(part, 10);
        Class(other, 10);
        Opened.Fails(Request, says);
    }

    [Fact]
    public void Below_a_part_any_name_is_a_class()
    {
        Class("train/train", 3);
        Class("train/test", 3);
        Class("test/train", 1);
        Class("test/test", 1);
        AssertRead(["test", "train"], 6, 2, "test/");
    }

    [Theory]
    [InlineData("val", "eval")]
    [InlineData("Validation", "dev")]
    [InlineData("VALID", "val")]
    [InlineData("Testing", "test")]
    [InlineData("test", "Evaluation")]
    [InlineData("val", "Train")]
    public void An_empty_or_unrelated_part_beside_a_whole_one_is_said_and_passed_over(string whole, string other)
    {
        Classes("training", 3);
        Classes(whole, 2);
        Directory.CreateDirectory(folder[$"set/{other}"]);
        AssertRead(["ant", "bee"], 6, 4, $"{whole}/", $"1 passed over, a part without images: {other}/");
        Image($"{other}/1.png");
        AssertRead(["ant", "bee"], 6, 4, $"{whole}/", $"1 passed over, in {other}/, which is named like a part");
        if (other != "Train")
        {
            Class($"{other}/results", 2);
            AssertRead(["ant", "bee"], 6, 4, $"{whole}/", $"3 passed over, in {other}/, which is named like a part");
        }
    }

    [Fact]
    public void A_part_inside_a_class_is_said()
    {
        Class("ant/train", 5);
        Class("ant/test", 5);
        Class("bee", 10);
        AssertRead(["ant", "bee"], 18, 2, "held out, 10 % of each class", "is named like a part, but lies in a class");
    }

    [Fact]
    public void What_lies_beside_the_parts_is_said()
    {
        Classes("train", 3);
        Classes("test", 1);
        Class("more", 2);
        Image("loose.png");
        Image("train/loose.png");
        AssertRead(
            ["ant", "bee"],
            6,
            2,
            "test/",
            "in more/, a folder beside the parts",
            "outside the folders of the classes: train/loose.png",
            "outside the folders of the classes: loose.png"
        );
    }

    [Theory]
    [InlineData("Train", "train")]
    [InlineData("train", "training")]
    public void Two_folders_of_one_part_are_refused(string first, string second)
    {
        Classes(first, 2);
        Classes(second, 2);
        Opened.Fails(Request, $"{first}/", $"{second}/", "are all named like training images");
    }

    [Fact]
    public void So_are_two_whole_ones_to_test_with()
    {
        Classes("train", 2);
        Classes("val", 2);
        Classes("dev", 2);
        Opened.Fails(Request, "dev/ and val/ are all named like validation images");
    }

    [Fact]
    public void Test_images_alone_are_refused()
    {
        Classes("test", 2);
        Classes("val", 2);
        Opened.Fails(Request, "no training images");
    }

    [Fact]
    public void Parts_without_classes_are_refused()
    {
        Class("train", 2);
        Class("test", 2);
        Opened.Fails(Request, "lie in no folders of classes");
    }

    [Fact]
    public void Images_go_by_what_they_are_and_not_by_their_endings()
    {
        Class("ant", 9);
        Class("bee", 9);
        File.Move(folder["set/ant/0.png"], folder["set/ant/0"]);
        File.Move(folder["set/bee/0.png"], folder["set/bee/0.data"]);
        folder.Write("set/ant/x.tif", [.. "II*\0"u8, 0, 0, 0, 0]);
        folder.Write("set/ant/y.png.bak", "P6\n1 1 255\nabc");
        folder.Write("set/bee/list.txt", "BMW");
        folder.Write("set/bee/sound.wav", [.. "RIFF"u8, 1, 0, 0, 0, .. "WAVEfmt "u8, 0, 0, 0, 0, 0, 0]);
        AssertRead(
            ["ant", "bee"],
            16,
            2,
            "held out",
            "2 passed over, not an image: bee/list.txt, bee/sound.wav",
            "2 passed over, an image of a kind that is not read"
        );
    }

    private DatasetRequest Request => new() { NameOrPath = folder["set"], Size = 8 };

    private void Classes(string part, int each)
    {
        Class(part.Length == 0 ? "ant" : $"{part}/ant", each);
        Class(part.Length == 0 ? "bee" : $"{part}/bee", each);
    }

    private void Class(string name, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Image($"{name}/{i}.png");
        }
    }

    private void Image(string name) =>
        folder.Write(
            $"set/{name}",
            Made.Png(8, 8, (x, y) => new SKColor((byte)name.GetHashCode(StringComparison.Ordinal), (byte)x, (byte)y))
        );

    private void AssertRead(string[] classes, long train, long test, string from, params string[] said)
    {
        using var set = Opened.With(Request);
        Assert.Equal(classes, set.Classes);
        Assert.Equal((train, test), (set.Train.Count, set.Test.Count));
        Assert.StartsWith(from, set.Findings.TestImages, StringComparison.Ordinal);
        var lines = set.Findings.Notes.Concat(set.Findings.PassedOver.Select(p => p.ToString())).ToArray();
        Assert.All(said, s => Assert.Contains(lines, l => l.Contains(s, StringComparison.Ordinal)));
        Assert.Equal(said.Length, lines.Length);
    }
}
