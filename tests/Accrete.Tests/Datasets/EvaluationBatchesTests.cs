using Accrete.Blueprints;
using Accrete.Datasets;
using TorchSharp;
using static TorchSharp.torch;

namespace Accrete.Tests.Datasets;

public sealed class EvaluationBatchesTests : IDisposable
{
    private static readonly ImageShape Shape = new(3, 6, 5);

    private readonly ImageSet set = Made.Set(23, Shape);
    private readonly Preprocessing preprocessing;

    public EvaluationBatchesTests() => preprocessing = Preprocessing.Of(set);

    public void Dispose() => set.Dispose();

    [Fact]
    public void Gives_all_images_in_order_with_a_smaller_last_batch()
    {
        using var scope = NewDisposeScope();
        var images = new List<Tensor>();
        var labels = new List<long>();
        foreach (var batch in EvaluationBatches.Over(set, null, 10, preprocessing, ScalarType.Float32, CPU))
        {
            images.Add(batch.Images.clone());
            labels.AddRange(batch.Labels.data<long>().ToArray());
        }

        Assert.Equal([10L, 10, 3], images.Select(i => i.shape[0]));
        Assert.Equal(set.CopyLabels(), labels);
        var mean = tensor(preprocessing.Mean.ToArray()).view(1, 3, 1, 1);
        var deviation = tensor(preprocessing.Deviation.ToArray()).view(1, 3, 1, 1);
        var expected = ((set.Images.to_type(ScalarType.Float32) / 255) - mean) / deviation;
        Assert.InRange((cat(images) - expected).abs().max().item<float>(), 0, 1e-5f);
    }

    [Fact]
    public void A_subset_keeps_its_order()
    {
        var labels = EvaluationBatches
            .Over(set, [7, 2, 19], 2, preprocessing, ScalarType.Float32, CPU)
            .SelectMany(b => b.Labels.data<long>().ToArray());
        Assert.Equal([7L, 2, 9], labels);
    }

    [Fact]
    public void Leaves_no_tensor_behind_even_when_stopped_early()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 5; i++)
        {
            _ = EvaluationBatches.Over(set, null, 10, preprocessing, ScalarType.Float32, CPU).Count();
            _ = EvaluationBatches.Over(set, null, 10, preprocessing, ScalarType.Float32, CPU).First();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Wrong_input_is_an_error_at_once()
    {
        Assert.Throws<InvalidInputException>(() =>
            EvaluationBatches.Over(set, [23], 10, preprocessing, ScalarType.Float32, CPU)
        );
        Assert.Throws<InvalidInputException>(() =>
            EvaluationBatches.Over(set, [], 10, preprocessing, ScalarType.Float32, CPU)
        );
        Assert.Throws<InvalidInputException>(() =>
            EvaluationBatches.Over(set, null, 0, preprocessing, ScalarType.Float32, CPU)
        );
    }
}
