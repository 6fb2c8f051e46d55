using Accrete.Datasets;
using Accrete.Files.Trees;

namespace Accrete.Tests.Datasets;

public sealed class DatasetFindingsTests
{
    [Fact]
    public void Of_nothing_nothing_is_said() => Assert.Empty(DatasetFindings.Nothing.Lines());

    [Fact]
    public void Each_finding_is_a_line_that_names_the_first_few()
    {
        var findings = new DatasetFindings
        {
            TestImages = "val/",
            PassedOver =
            [
                PassedOver.Of("not an image", ["e", "d", "c", "b", "a"]),
                PassedOver.Of("a pipe, device or socket", ["p"]),
            ],
            Duplicates = new DuplicateImages(2, 1, ["test/ant/1.png = train/ant/1.png"]) { Images = 2 },
        };
        Assert.Equal(
            [
                "Test images: val/",
                "5 passed over, not an image: a, b, c and 2 more",
                "1 passed over, a pipe, device or socket: p",
                "The same image twice: 2 test images are training images too, 1 image lies in more than one "
                    + "class (test/ant/1.png = train/ant/1.png and 1 more image).",
            ],
            findings.Lines()
        );
        Assert.Equal(findings.Lines().Skip(1), findings.Warnings());
    }

    [Fact]
    public void Names_are_kept_up_to_a_limit() =>
        Assert.Equal(
            (1000, PassedOver.MostNamed),
            (
                PassedOver.Of("x", [.. Enumerable.Range(0, 1000).Select(i => $"{i:0000}")]) is var all ? all.Count : 0,
                all.Names.Count
            )
        );
}
