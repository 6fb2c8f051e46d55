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
    public void Two_parts_must_have_one_shape()
    {
        using var train = Made.Set(4, new ImageShape(3, 8, 8));
        using var test = Made.Set(4, new ImageShape(1, 8, 8));
        Assert.Throws<InvalidInputException>(() => new Dataset("pets", ["a", "b"], train, test, ""));
    }
}
