using Accrete.Datasets;

namespace Accrete.Tests.Datasets;

public sealed class ImageFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Of_a_folder_all_images_at_any_depth_in_order_and_of_files_whatever_was_named()
    {
        var text = folder.Write("notes.txt", "");
        string[] inside =
        [
            folder.Write("set/a.PNG", ""),
            folder.Write("set/b/c.jpeg", ""),
            folder.Write("set/b/d.bmp", ""),
            folder.Write("set/b/plain", Made.Png(2, 2, (_, _) => default)),
        ];
        folder.Write("set/b/read.me", "");

        var found = ImageFiles.Find([text, folder["set"]]);
        Assert.Equal([text, .. inside], found.Paths);
        Assert.Equal(["1 passed over, not an image: b/read.me"], found.PassedOver.Select(p => p.ToString()));
    }

    [Fact]
    public void A_folder_without_images_is_wrong_input()
    {
        Assert.Contains(
            "holds no image",
            Assert.Throws<InvalidInputException>(() => ImageFiles.Find([folder.Path])).Message,
            StringComparison.Ordinal
        );
    }
}
