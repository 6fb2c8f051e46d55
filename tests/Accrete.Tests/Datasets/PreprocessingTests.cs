using System.Text.Json;
using Accrete.Blueprints;
using Accrete.Datasets;
using static TorchSharp.torch;

namespace Accrete.Tests.Datasets;

public sealed class PreprocessingTests
{
    [Fact]
    public void Mean_and_deviation_are_those_of_the_pixels()
    {
        using var scope = NewDisposeScope();
        using var set = Made.Set(3000, new ImageShape(3, 5, 4));
        var measured = Preprocessing.Of(set);
        var pixels = set.Images.to_type(ScalarType.Float64) / 255;
        for (var c = 0; c < 3; c++)
        {
            Assert.Equal(pixels[.., c].mean().item<double>(), measured.Mean[c], 1e-6);
            Assert.Equal(pixels[.., c].std(unbiased: false).item<double>(), measured.Deviation[c], 1e-6);
        }
    }

    [Fact]
    public void A_constant_channel_does_not_divide_by_zero()
    {
        using var set = new ImageSet(full([4, 1, 3, 3], 51, ScalarType.Byte), zeros([4], ScalarType.Int64));
        var measured = Preprocessing.Of(set);
        Assert.Equal(0.2f, measured.Mean[0], 1e-6f);
        Assert.Equal(1 / 255f, measured.Deviation[0], 1e-6f);
    }

    [Fact]
    public void Survives_json()
    {
        var original = new Preprocessing(new ImageShape(3, 32, 32), [0.1f, 0.2f, 0.3f], [0.4f, 0.5f, 0.6f]);
        Assert.Equal(original, JsonSerializer.Deserialize<Preprocessing>(JsonSerializer.Serialize(original)));
        var stretched = original with { Fit = ImageFit.Stretch };
        Assert.Equal(stretched, JsonSerializer.Deserialize<Preprocessing>(JsonSerializer.Serialize(stretched)));
        Assert.NotEqual(original, stretched);
    }

    [Fact]
    public void Models_that_do_not_say_how_images_are_fitted_are_read_as_cropped()
    {
        const string Old = """{"Shape":{"Channels":1,"Height":8,"Width":8},"Mean":[0.5],"Deviation":[0.25]}""";
        Assert.Equal(ImageFit.Crop, JsonSerializer.Deserialize<Preprocessing>(Old)!.Fit);
        var none = JsonSerializer.Deserialize<Preprocessing>(
            Old.Replace("]}", "],\"Fit\":7}", StringComparison.Ordinal)
        )!;
        Assert.Contains(
            "fit must be one of crop, pad, stretch",
            Assert.Throws<InvalidInputException>(() => none.Check(none.Shape)).Message,
            StringComparison.Ordinal
        );
    }
}
