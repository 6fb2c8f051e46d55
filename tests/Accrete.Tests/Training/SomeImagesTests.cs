using Accrete.Datasets;
using Accrete.Tests.Cumulative;
using Accrete.Training;
using static TorchSharp.torch;

namespace Accrete.Tests.Training;

public sealed class SomeImagesTests
{
    [Fact]
    public void They_are_spread_over_the_subset_and_normalised()
    {
        using var scope = NewDisposeScope();
        using var set = TinyRuns.Set(60, 1);

        var sample = SomeImages.Of(
            set,
            [.. Enumerable.Range(20, 40)],
            4,
            new Preprocessing(set.Shape, [0.5f], [0.25f]),
            CPU
        );

        var labels = set.CopyLabels();
        Assert.Equal([labels[20], labels[30], labels[40], labels[50]], sample.Labels.data<long>().ToArray());
        var expected = (set.Images[30].to_type(ScalarType.Float32) / 255 - 0.5f) / 0.25f;
        Assert.True(sample.Images[1].allclose(expected, 1e-5, 1e-5));
    }

    [Fact]
    public void Of_a_small_subset_all_are_taken()
    {
        using var scope = NewDisposeScope();
        using var set = TinyRuns.Set(60, 1);
        Assert.Equal(3, SomeImages.Of(set, [5, 6, 9], 100, Preprocessing.Of(set), CPU).Count);
    }
}
