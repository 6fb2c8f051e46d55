using Accrete.Costs;
using Accrete.Datasets;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Training;

/// <summary>Trains one network, step by step.</summary>
public sealed class Trainer : IDisposable
{
    private readonly OptimiserSettings settings;
    private readonly WorkClock? clock;
    private bool stepped;

    /// <param name="network">The network; it stays the caller's.</param>
    /// <param name="settings">Settings of the optimizer and of the step.</param>
    /// <param name="memory">The state of an earlier optimizer, which is copied; null for none.</param>
    public Trainer(Network network, OptimiserSettings settings, OptimiserState? memory = null)
        : this(network, settings, new Optimiser(network, settings, memory), null) { }

    /// <summary>Makes a trainer with an optimizer of the program's own.</summary>
    /// <param name="network">The network; it stays the caller's.</param>
    /// <param name="settings">Settings of the step that do not belong to the optimizer, such as label
    /// smoothing.</param>
    /// <param name="optimizer">The optimizer; the trainer owns it from here on.</param>
    public Trainer(Network network, OptimiserSettings settings, IOptimizer optimizer)
        : this(network, settings, optimizer, null) { }

    /// <summary>The same, booking the work of its steps; null for none.</summary>
    internal Trainer(Network network, OptimiserSettings settings, IOptimizer optimizer, WorkClock? clock)
    {
        Network = network;
        this.settings = settings;
        this.clock = clock;
        Optimizer = optimizer;
    }

    /// <summary>Gets the network that is trained.</summary>
    public Network Network { get; }

    /// <summary>Gets the optimizer.</summary>
    public IOptimizer Optimizer { get; }

    /// <summary>
    /// Gets the loss of each image of the last batch before the step; null if images have no weights.
    /// </summary>
    public IReadOnlyList<float>? SampleLosses { get; private set; }

    /// <summary>Makes one training step on a batch.</summary>
    /// <param name="batch">The images and their labels.</param>
    /// <param name="rate">The learning rate.</param>
    /// <returns>The loss and accuracy of the batch before the step.</returns>
    /// <exception cref="AccreteException">Throws if the loss is not finite; the weights are unchanged then.</exception>
    public StepResult Step(Batch batch, double rate)
    {
        using var scope = NewDisposeScope();
        if (!stepped)
        {
            TakeHeadroom(batch);
        }

        var images = batch.Labels.shape[0];
        Network.IsTraining = true;
        var logits = Network.Forward(batch.Images);
        var (loss, mean) = Loss(logits, batch);
        if (!double.IsFinite(mean))
        {
            throw new AccreteException(
                $"the loss is {mean} at learning rate {rate:g3}; lower optimiser.rate (now {settings.Rate:g3}) "
                    + "or raise annealing.warmup."
            );
        }

        clock?.Book(Purpose.Forward, Work.Forward(Network.Blueprint, images));
        loss.backward();
        Optimizer.SetRate(rate);
        Optimizer.Update();
        stepped = true;
        var result = new StepResult(
            images,
            mean * images,
            logits.detach().argmax(1).eq(batch.Labels).sum().item<long>()
        );
        clock?.Book(Purpose.Backward, Work.Backward(Network.Blueprint, images) + Work.Update(Network.Blueprint));
        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => Optimizer.Dispose();

    private (Tensor Loss, double Mean) Loss(Tensor logits, Batch batch)
    {
        if (batch.Weights is not { } weights)
        {
            var mean = nn.functional.cross_entropy(logits, batch.Labels, label_smoothing: settings.Smoothing);
            SampleLosses = null;
            return (mean, mean.to_type(ScalarType.Float64).item<double>());
        }

        var losses = nn.functional.cross_entropy(
            logits,
            batch.Labels,
            reduction: nn.Reduction.None,
            label_smoothing: settings.Smoothing
        );
        SampleLosses = losses.detach().to_type(ScalarType.Float32).cpu().data<float>().ToArray();
        return (
            (losses * tensor([.. weights], device: losses.device).to_type(losses.dtype)).mean(),
            SampleLosses.Average(l => (double)l)
        );
    }

    // The C library now and then finds no room for an activation in what was freed, and takes more. With room for two
    // more held during the first step, all that a training will need is taken then, and not minutes later.
    private void TakeHeadroom(Batch batch)
    {
        if (Network.Device.type == TorchSharp.DeviceType.CPU)
        {
            var largest = Network.Blueprint.Costs.Max(c => c.Output.Elements);
            zeros([2 * largest * batch.Labels.shape[0]], Network.ComputeType);
        }
    }
}
