using Accrete.Blueprints;
using Accrete.Datasets;
using Accrete.Networks;
using Accrete.Training;
using static TorchSharp.torch;

namespace Accrete.Bench;

/// <summary>Training as a run does it: bf16, channels-last, flips and crops, SGD with momentum.</summary>
internal sealed class TrainingRig : IDisposable
{
    // Small, so that random labels do not let the weights diverge; the time of a step does not depend on it.
    private const double Rate = 0.01;

    private readonly Network network;
    private readonly Trainer trainer;

    public TrainingRig(Workbench bench, Precision precision = Precision.BFloat16)
    {
        network = new Network(bench.Network, new Seed(1)) { Precision = precision };
        trainer = new Trainer(network, new OptimiserSettings { Batch = Workbench.Batch });
        Batches = Stream(bench);
        Fixed = Stream(bench);
        FixedBatch = Fixed.Next();
    }

    /// <summary>The architecture.</summary>
    public Blueprint Blueprint => network.Blueprint;

    /// <summary>The data pipeline.</summary>
    public BatchStream Batches { get; }

    private BatchStream Fixed { get; }

    private Batch FixedBatch { get; }

    /// <summary>Whole steps.</summary>
    public void Train(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            trainer.Step(Batches.Next(), Rate);
        }
    }

    /// <summary>Steps on one batch that was made before.</summary>
    public void TrainOnOneBatch(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            trainer.Step(FixedBatch, Rate);
        }
    }

    public void Dispose()
    {
        Fixed.Dispose();
        Batches.Dispose();
        trainer.Dispose();
        network.Dispose();
    }

    private BatchStream Stream(Workbench bench) =>
        new(
            bench.Images,
            [.. Enumerable.Range(0, (int)bench.Images.Count)],
            Workbench.Batch,
            Preprocessing.Of(bench.Images),
            new Augmentation { Flip = true, Crop = 4 },
            network.ComputeType,
            CPU,
            new Seed(1)
        );
}
