using Accrete.Blueprints;
using Accrete.Costs;
using Accrete.Datasets;
using Accrete.Growth;
using Accrete.Networks;
using Accrete.Training;

namespace Accrete.Cumulative;

/// <summary>A run in memory, between two checkpoints.</summary>
internal sealed class RunState : IDisposable
{
    private readonly List<StageOutcome> outcomes;
    private readonly StageImages images;

    public RunState(Checkpoint checkpoint, Precision precision, Dataset data, IEnergyMeter? meter)
    {
        Meter = meter;
        images = new StageImages(data);
        var position = checkpoint.Position;
        outcomes = [.. position.Outcomes];
        (Network, Memory) = (checkpoint.State.Network, checkpoint.State.Optimiser);
        (Grown, Step, Epoch, LastEpoch, Test, Receipts) = (position.Grown, position.Step, position.Epoch, position.LastEpoch, position.Test, position.Receipts);
        Ledger = new Ledger(position.Ledger);
        Network.Precision = precision;
    }

    public Network Network { get; private set; }

    public OptimiserState? Memory { get; private set; }

    public IReadOnlyList<StageOutcome> Outcomes => outcomes;

    public bool Grown { get; set; }

    public long Step { get; private set; }

    public StepResult Epoch { get; private set; }

    public StepResult LastEpoch { get; private set; }

    public Evaluation? Test { get; set; }

    public IReadOnlyList<Receipt> Receipts { get; private set; }

    public Ledger Ledger { get; }

    /// <summary>What measures the energy, all programs together; null where nothing can.</summary>
    public IEnergyMeter? Meter { get; }

    public RunPosition Position() => new(Grown, Step, Epoch, LastEpoch, Test, Receipts, [.. outcomes], Ledger.Entries);

    public void Add(StepResult step)
    {
        Step++;
        Epoch += step;
    }

    /// <summary>Puts work on the ledger, with what it took since the clock's last lap.</summary>
    public void Spend(Stage stage, Purpose purpose, long macs, long images, WorkClock clock)
    {
        var (seconds, joules) = clock.Lap();
        Ledger.Add(new LedgerEntry(stage.Index, purpose, macs, images, seconds, joules, joules is null ? null : Meter!.Source));
    }

    /// <summary>Whether the steps of an epoch are done and it still has to be tested and logged.</summary>
    public bool AtEndOfEpoch(Stage stage) => Epoch.Images > 0 && (Step % stage.StepsPerEpoch == 0 || Step == stage.Steps);

    /// <summary>Takes an epoch down. One that was cut short is too few images to say much, so the one before it counts too.</summary>
    public void EndEpoch(Stage stage)
    {
        var hasOneBefore = Step > stage.StepsPerEpoch;
        (LastEpoch, Epoch) = (Step % stage.StepsPerEpoch != 0 && hasOneBefore ? LastEpoch + Epoch : Epoch, default);
    }

    public void EndStage(StageOutcome outcome)
    {
        outcomes.Add(outcome);
        (Grown, Step, Receipts) = (false, 0, []);
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

    public void Dispose()
    {
        images.Dispose();
        DisposeState();
    }

    private void DisposeState()
    {
        Network.Dispose();
        Memory?.Dispose();
    }
}
