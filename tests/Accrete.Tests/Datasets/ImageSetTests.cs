using Accrete.Blueprints;
using Accrete.Datasets;
using static TorchSharp.torch;

namespace Accrete.Tests.Datasets;

public sealed class ImageSetTests
{
    [Fact]
    public void Refuses_tensors_that_do_not_fit()
    {
        using var scope = NewDisposeScope();
        var images = zeros([4, 3, 2, 2], ScalarType.Byte);
        var labels = zeros([4], ScalarType.Int64);
        Assert.Throws<InvalidInputException>(() => new ImageSet(images.to_type(ScalarType.Float32), labels));
        Assert.Throws<InvalidInputException>(() => new ImageSet(images[0], labels));
        Assert.Throws<InvalidInputException>(() => new ImageSet(images.permute(0, 2, 3, 1), labels));
        Assert.Throws<InvalidInputException>(() => new ImageSet(images, labels[..3]));
        Assert.Throws<InvalidInputException>(() => new ImageSet(images, labels.to_type(ScalarType.Int32)));
    }

    [Fact]
    public void At_another_size_a_pixel_is_the_mean_of_its_area()
    {
        byte[] pixels = [10, 20, 30, 40, 50, 60, 70, 80, 0, 0, 255, 255, 0, 1, 255, 255];
        using var set = new ImageSet(tensor(pixels, [1, 1, 4, 4], ScalarType.Byte), tensor(new long[] { 7 }));

        using var half = set.At(2, 2);
        using var flat = set.At(1, 4);
        using var large = set.At(8, 4);

        Assert.Equal<byte>([35, 55, 0, 255], half.Images.bytes.ToArray());
        Assert.Equal<byte>([15, 20, 152, 158], flat.Images.bytes.ToArray());
        Assert.Equal(pixels[..4].Concat(pixels[..4]), large.Images.bytes.ToArray()[..8]);
        Assert.Equal((new ImageShape(1, 2, 2), 7L), (half.Shape, half.Labels.item<long>()));
    }

    [Fact]
    public void A_set_of_many_images_is_resized_as_a_whole()
    {
        using var set = Made.Set(2100, new ImageShape(3, 4, 4));
        using var half = set.At(2, 2);
        using var scope = NewDisposeScope();
        var expected = nn.functional.avg_pool2d(set.Images.to_type(ScalarType.Float32), 2).round();
        Assert.True(expected.eq(half.Images).all().item<bool>());
    }

    [Fact]
    public void Two_parts_must_have_one_shape()
    {
        using var train = Made.Set(4, new ImageShape(3, 8, 8));
        using var test = Made.Set(4, new ImageShape(1, 8, 8));
        Assert.Throws<InvalidInputException>(() => new Dataset("pets", ["a", "b"], train, test, ""));
    }
}
