using Accrete.Blueprints;
using Accrete.Costs;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Growth;
using Accrete.Inference;
using Accrete.Networks;
using Accrete.Pruning;
using Accrete.Training;
using static TorchSharp.torch;

namespace Accrete.Cumulative;

/// <summary>A run in memory, between two checkpoints.</summary>
internal sealed class RunState : IDisposable
{
    private readonly List<StageOutcome> outcomes;
    private readonly StageImages images;
    private readonly Preprocessing preprocessing;
    private readonly IEnergyMeter? meter;
    private IReadOnlyDictionary<string, Tensor>? earlierAverage;

    /// <param name="plan">The plan, with nothing left to the machine.</param>
    /// <param name="schedule">The same worked out for the data.</param>
    /// <param name="data">The images; they stay the caller's.</param>
    /// <param name="checkpoint">Where the run stands; owned from here on.</param>
    /// <param name="meter">What measures the energy, all programs together; null where nothing can.</param>
    public RunState(Plan plan, Schedule schedule, Dataset data, Checkpoint checkpoint, IEnergyMeter? meter)
    {
        (Plan, Schedule, this.meter) = (plan, schedule, meter);
        Seed = new Seed((ulong)plan.Seed);
        images = new StageImages(data);
        preprocessing = Preprocessing.Of(data.Train) with { Fit = data.Fit };
        var position = checkpoint.Position;
        outcomes = [.. position.Outcomes];
        (Network, Memory) = (checkpoint.State.Network, checkpoint.State.Optimiser);
        (Grown, Step, Epoch, LastEpoch, Test, Receipts, Forecast) = (
            position.Grown,
            position.Step,
            position.Epoch,
            position.LastEpoch,
            position.Test,
            position.Receipts,
            position.Forecast
        );
        (Learned, Pace) = (position.Learned, position.Pace);
        Ledger = new Ledger(position.Ledger);
        earlierAverage = checkpoint.Average;
        Samples = checkpoint.Samples ?? (plan.Data.DropLearned > 0 ? new LearnedSamples((int)data.Train.Count) : null);
        if (checkpoint.Lost is { } lost)
        {
            Ledger.Add(lost with { Stage = outcomes.Count + 1, Purpose = Purpose.Discarded });
        }

        Network.Precision = plan.ComputePrecision();
    }

    public Plan Plan { get; }

    /// <summary>What the program has put in the place of the plan's parts.</summary>
    public OwnParts Parts { get; init; } = new();

    /// <summary>The stages, as the recipe plans them.</summary>
    public Schedule Schedule { get; }

    /// <summary>Gets the seed of all random choices.</summary>
    public Seed Seed { get; }

    public Network Network { get; private set; }

    public OptimiserState? Memory { get; private set; }

    /// <summary>Trains a network with the run's optimizer.</summary>
    public Trainer Trainer(Network network, OptimiserState? memory, WorkClock clock) =>
        new(network, Plan.Optimiser, Parts.OptimizerOf(network, Plan.Optimiser, memory), clock);

    public IReadOnlyList<StageOutcome> Outcomes => outcomes;

    public bool Grown { get; set; }

    /// <summary>How long the stage is made to fit a budget; null where it is as planned.</summary>
    public StagePace? Pace { get; set; }

    /// <summary>What was foretold of the stage; null without a budget.</summary>
    public StageForecast? Forecast { get; set; }

    public long Step { get; private set; }

    public StepResult Epoch { get; private set; }

    public StepResult LastEpoch { get; private set; }

    /// <summary>The newest evaluation on test images.</summary>
    public Evaluation? Test { get; set; }

    /// <summary>That on training images, at the end of a stage.</summary>
    public Evaluation? Learned { get; set; }

    public IReadOnlyList<Receipt> Receipts { get; private set; }

    public Ledger Ledger { get; }

    /// <summary>How well each training image is learned; null where none are left out for it.</summary>
    public LearnedSamples? Samples { get; }

    /// <summary>Whether something measures the energy.</summary>
    public bool IsMetered => meter is not null;

    /// <summary>The run as it stands.</summary>
    /// <param name="memory">What the optimiser remembers; with the network it stays the caller's.</param>
    /// <param name="average">The running mean of the weights; null where none is kept.</param>
    public Checkpoint Checkpoint(OptimiserState? memory, IReadOnlyDictionary<string, Tensor>? average = null)
    {
        var position = new RunPosition(Grown, Step, Epoch, LastEpoch, Test, Receipts, [.. outcomes], Ledger.Entries)
        {
            Learned = Learned,
            Pace = Pace,
            Forecast = Forecast,
        };
        return new Checkpoint(position, new Transformed(Network, memory)) { Samples = Samples, Average = average };
    }

    /// <summary>A clock that books the work of a stage, from now on.</summary>
    public WorkClock ClockOf(Stage stage) => new(Ledger, stage.Index, meter);

    /// <summary>The same for work that is tried out, on a ledger of its own.</summary>
    public WorkClock ClockOf(Stage stage, Ledger trial) => new(trial, stage.Index, meter);

    /// <summary>What of the budget is spent.</summary>
    public double? SpentOfBudget() => Plan.Budget?.SpentOn(Ledger, Plan.Energy, Network.Precision);

    /// <summary>
    /// The stage as it really is: pruning may have left the network narrower than planned, and a budget the epochs
    /// fewer.
    /// </summary>
    public Stage Actual(Stage planned)
    {
        var stage = planned with { Blueprint = Network.Blueprint };
        return Pace is null
            ? stage
            : stage with
            {
                Epochs = Pace.Epochs,
                StepsOfParts = Pace.Steps,
                Parts = Pace.Parts,
            };
    }

    /// <summary>Passes a network that may replace one that is good.</summary>
    /// <exception cref="AccreteException">Throws if a weight is not finite.</exception>
    public void CheckFinite()
    {
        foreach (var (name, values) in Network.State)
        {
            if (!AllFinite(values))
            {
                throw NotFinite($"'{name}' holds values that are not finite");
            }
        }
    }

    public AccreteException NotFinite(string what) =>
        new(
            $"stage {Outcomes.Count + 1}, step {Step}: {what}; lower optimiser.rate (now "
                + $"{Plan.Optimiser.Rate:g3}). The last good checkpoint is kept."
        );

    /// <summary>
    /// The running mean of the weights while a stage is trained, from where it stands; null where none is kept.
    /// </summary>
    public WeightAverage? Average()
    {
        if (Plan.Optimiser.Average == 0)
        {
            return null;
        }

        var average = new WeightAverage(Network, Plan.Optimiser.Average, earlierAverage);
        DisposeAverage();
        return average;
    }

    public void Add(StepResult step)
    {
        Step++;
        Epoch += step;
    }

    /// <summary>Whether the steps of an epoch are done and it still has to be tested and logged.</summary>
    public bool AtEndOfEpoch(Stage stage) =>
        Epoch.Images > 0 && (Step % stage.StepsPerEpoch == 0 || stage.EndsAt(Step));

    /// <summary>
    /// Takes an epoch down. One that was cut short is too few images to say much, so the one before it counts too.
    /// </summary>
    public void EndEpoch(Stage stage)
    {
        var hasOneBefore = Step > stage.StepsPerEpoch;
        (LastEpoch, Epoch) = (Step % stage.StepsPerEpoch != 0 && hasOneBefore ? LastEpoch + Epoch : Epoch, default);
    }

    public void EndStage(StageOutcome outcome)
    {
        // Steps count anew, and there may be more images.
        Samples?.EndPass();
        outcomes.Add(outcome);
        (Grown, Step, Receipts, Pace, Forecast) = (false, 0, [], null, null);
    }

    public void Become(Transformed changed, IReadOnlyList<Receipt> receipts)
    {
        DisposeState();
        (Network, Memory, Receipts) = (changed.Network, changed.Optimiser, [.. Receipts, .. receipts]);
    }

    public void Resize(ImageShape input)
    {
        var resized = Network.At(input);
        Network.Dispose();
        Network = resized;
    }

    public void Remember(OptimiserState memory)
    {
        Memory?.Dispose();
        Memory = memory;
    }

    /// <summary>The data at the size at which a stage sees it.</summary>
    public Dataset ImagesOf(Stage stage) => images.At(stage.Blueprint.Input);

    /// <summary>What is done to each image of a stage.</summary>
    public Preprocessing PreprocessingOf(Stage stage) => preprocessing with { Shape = stage.Blueprint.Input };

    /// <summary>Training batches of a stage, from its first step on.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="seed">Decides their order and augmentation.</param>
    /// <param name="samples">How well images are learned, where some are to be left out.</param>
    public BatchStream Batches(Stage stage, Seed seed, LearnedSamples? samples = null)
    {
        var augmentation = new Augmentation
        {
            Flip = Plan.Data.Flip == true,
            Crop = Plan.Data.Crop,
            Cutout = Plan.Data.Cutout,
        };
        return new BatchStream(
            ImagesOf(stage).Train,
            [.. stage.Images],
            stage.Batch,
            PreprocessingOf(stage),
            augmentation.Scaled(Plan.Stages[stage.Index - 1].Resolution),
            Network.ComputeType,
            Network.Device,
            seed.At(stage.Index),
            samples,
            step =>
                Actual(Schedule.Stages[stage.Index - 1]).SpentAt(step) < Plan.Data.DropUntil
                    ? Plan.Data.DropLearned
                    : 0,
            Plan.Data.Balance
        );
    }

    /// <summary>Some images of a stage, on which networks are measured: the same in every run of the plan.</summary>
    public ImageSample Sample(Stage stage, int count) =>
        SomeImages.Of(ImagesOf(stage).Train, stage.Images, count, PreprocessingOf(stage), Network.Device);

    public void Dispose()
    {
        images.Dispose();
        DisposeState();
        DisposeAverage();
    }

    private void DisposeAverage()
    {
        foreach (var mean in earlierAverage?.Values ?? [])
        {
            mean.Dispose();
        }

        earlierAverage = null;
    }

    private static bool AllFinite(Tensor values)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        return values.isfinite().all().item<bool>();
    }

    private void DisposeState()
    {
        Network.Dispose();
        Memory?.Dispose();
    }
}
