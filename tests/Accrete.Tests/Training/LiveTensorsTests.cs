using Accrete.Blueprints;
using Accrete.Datasets;
using Accrete.Networks;
using Accrete.Tests.Datasets;
using Accrete.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Accrete.Tests.Training;

public sealed class LiveTensorsTests
{
    [Theory]
    [InlineData(Precision.Float32, OptimiserKind.Sgd)]
    [InlineData(Precision.Float32, OptimiserKind.AdamW)]
    [InlineData(Precision.BFloat16, OptimiserKind.Sgd)]
    [InlineData(Precision.BFloat16, OptimiserKind.AdamW)]
    public void Stay_as_many_over_a_hundred_steps(Precision precision, OptimiserKind kind)
    {
        using var scope = NewDisposeScope();
        var shape = new ImageShape(3, 8, 8);
        using var set = Made.Set(64, shape, classes: 4);
        using var network = new Network(Architectures.Find("vgg-small").Build(shape, 4, 0.1), new Seed(1))
        {
            Precision = precision,
        };
        using var trainer = new Trainer(network, new OptimiserSettings { Kind = kind });
        using var batches = new BatchStream(
            set,
            [.. Enumerable.Range(0, 64)],
            16,
            Preprocessing.Of(set),
            new Augmentation { Flip = true, Crop = 2 },
            network.ComputeType,
            CPU,
            new Seed(1)
        );
        Train(5);
        var before = Live();

        Train(100);

        Assert.Equal(before, Live());

        void Train(int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                trainer.Step(batches.Next(), 1e-3);
            }
        }
    }

    // The statistics are the thread's own: other tests do not count. A batch is prepared on another thread, on bare
    // memory.
    private static (long All, long Tensors) Live() =>
        (
            DisposeScopeManager.Statistics.ThreadTotalLiveCount,
            DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount
        );
}
