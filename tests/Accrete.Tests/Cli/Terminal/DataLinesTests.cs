using Accrete.Cli.Terminal;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Tests.Cumulative;

namespace Accrete.Tests.Cli.Terminal;

public sealed class DataLinesTests
{
    [Fact]
    public void A_set_says_its_classes_parts_sizes_and_what_is_done_to_it()
    {
        using var data = With(new ImageSizes(new(640, 480), new(1024, 768), new(4032, 3024), 0.25), ImageFit.Crop);
        Assert.Equal(
            """
            Data      stripes
            Training  60 images of 3 classes: a 20, b 20, c 20
            Test      21 images
            Sizes     640x480 to 4032x3024, median 1024x768
            Read as   8x8 grey, cut to their middle square: on average 25 % of an image is
                      not seen (data.fit = "pad" or "stretch" takes the whole)
            Varied    shifted by up to 2 pixels, not mirrored (data.flip = true mirrors,
                      where it changes no class)
            """,
            Text(data, new DataPlan { Crop = 2, Flip = false })
        );
    }

    [Theory]
    [InlineData(ImageFit.Crop, 0.0, "scaled")]
    [InlineData(ImageFit.Crop, 0.01, "cut to their middle square")]
    [InlineData(ImageFit.Pad, 0.0, "whole, with black beside those that are not square")]
    [InlineData(ImageFit.Stretch, 0.0, "whole, stretched to a square")]
    public void What_is_done_to_images_of_other_sizes_is_said(ImageFit fit, double cutOff, string said)
    {
        using var data = With(new ImageSizes(new(40, 20), new(40, 20), new(40, 20), cutOff), fit);
        var text = Text(data, new DataPlan());
        Assert.Contains("Sizes     all 40x20", text, StringComparison.Ordinal);
        Assert.Contains($"Read as   8x8 grey, {said}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_of_the_wanted_size_need_no_more_words()
    {
        using var data = With(new ImageSizes(new(8, 8), new(8, 8), new(8, 8), 0), ImageFit.Crop);
        Assert.Contains(
            "Test      21 images\nRead as   8x8 grey\nVaried    a square of 1 pixel blanked, mirrored at random",
            Text(data, new DataPlan { Cutout = 1, Flip = true }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Many_classes_are_counted_and_not_listed()
    {
        var labels = Enumerable
            .Range(0, 200)
            .SelectMany(c =>
                Enumerable.Repeat(
                    (long)c,
                    c == 7 ? 1
                        : c == 9 ? 5
                        : 2
                )
            )
            .ToArray();
        using var data = new Dataset(
            "many",
            [.. Enumerable.Range(0, 200).Select(i => $"n{i}")],
            Set(labels),
            Set(labels[..3]),
            "hash"
        );
        Assert.Contains(
            $"Training  {labels.Length} images of 200 classes, 1 (n7) to 5 (n9) of each",
            Text(data, new DataPlan()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Lines_are_folded_between_words()
    {
        var lines = DataLines.Folded("Note", string.Join(' ', Enumerable.Repeat("word", 60)), 80).ToArray();
        Assert.All(lines, l => Assert.True(l.Length <= 80, l));
        Assert.All(lines[1..], l => Assert.StartsWith("          word", l, StringComparison.Ordinal));
        Assert.Equal(60, string.Concat(lines).Split("word").Length - 1);
        Assert.Single(DataLines.Folded("Data", new string('x', 200), 80));
        // Twenty characters that are two cells wide each.
        Assert.Equal(2, DataLines.Folded("Data", $"{new string('猫', 20)} {new string('猫', 20)}", 80).Count());
    }

    private static string Text(Dataset data, DataPlan plan) =>
        string.Join('\n', DataLines.Of(data, plan).SelectMany(l => DataLines.Folded(l.Label, l.Text, 80)));

    private static Dataset With(ImageSizes sizes, ImageFit fit) =>
        new("stripes", ["a", "b", "c"], TinyRuns.Set(60, 1), TinyRuns.Set(21, 2), "5717e5")
        {
            Sizes = sizes,
            Fit = fit,
        };

    private static ImageSet Set(long[] labels) =>
        new(
            TorchSharp.torch.zeros([labels.Length, 1, 8, 8], TorchSharp.torch.ScalarType.Byte),
            TorchSharp.torch.tensor(labels)
        );
}
