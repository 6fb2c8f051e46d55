using Accrete.Blueprints;
using Accrete.Costs;
using Accrete.Growth;
using Accrete.Pruning;
using static TorchSharp.torch;

namespace Accrete.Cumulative;

/// <summary>
/// Makes the lineage's last network that of the next stage: takes out what it does not use, and grows the rest.
/// </summary>
/// <param name="run">The run, which gets the network.</param>
internal sealed class StageGrowth(RunState run)
{
    /// <summary>Prunes and grows the run's network and its optimiser's memory.</summary>
    /// <exception cref="OperationCanceledException">Throws if it was stopped; the newest checkpoint is from
    /// before.</exception>
    public void Grow(Stage stage, CancellationToken stop)
    {
        using var scope = NewDisposeScope();
        var clock = run.ClockOf(stage);
        var growth = run.Plan.Growth;
        using var probe = new ReceiptProbe(run.Sample(stage, growth.ReceiptImages).Images, clock, stop);
        var target = Target(stage, probe, clock, stop);
        if (!run.Network.Blueprint.Equals(target))
        {
            var grower = new Grower(probe, run.Sample(stage, growth.CalibrationImages).Images, growth);
            var (grown, receipts) = grower.Grow(
                run.Network,
                run.Memory,
                target,
                run.Seed.For("growth").At(stage.Index)
            );
            run.Become(grown, receipts);
        }

        clock.Book(Purpose.Growth);
        run.Grown = true;
    }

    /// <summary>Brings images and network to the size at which a stage sees them.</summary>
    public void Resize(Stage stage)
    {
        var clock = run.ClockOf(stage);
        run.ImagesOf(stage);
        if (run.Network.Blueprint.Input != stage.Blueprint.Input)
        {
            run.Resize(stage.Blueprint.Input);
        }

        clock.Book(Purpose.Growth);
    }

    // How many images of the present network the stage's training costs. What a budget makes of the stage is not known
    // before the first time and is known the second time, when both have to see the same.
    private double ImagesOf(Stage stage)
    {
        var steps = run.Plan.Budget is null
            ? stage.Steps
            : run.Plan.Stages[stage.Index - 1].Epochs * stage.StepsPerEpoch;
        return steps * stage.Batch * stage.Blueprint.TrainingMacs / run.Network.Blueprint.TrainingMacs;
    }

    // The network that the stage trains, and the present one pruned to what that has room for.
    private Blueprint Target(Stage stage, ReceiptProbe probe, WorkClock clock, CancellationToken stop)
    {
        var pruning = run.Plan.Pruning;
        if (pruning.By == CriterionKind.None || stage.Index < pruning.From)
        {
            return stage.Blueprint;
        }

        return stage.Index <= (pruning.Until ?? stage.Index)
            ? Prune(stage, probe, clock, stop)
            : Planned(stage, new ChannelGroups(run.Network.Blueprint).Free.ToDictionary(g => g.Name, g => g.Channels));
    }

    // What the stage's plan makes of the channels that were used.
    private Blueprint Planned(Stage stage, IReadOnlyDictionary<string, int> used, double? macs = null) =>
        UsedWidths.Next(
            used,
            run.Schedule.Stages[stage.Index - 2].Blueprint,
            stage.Blueprint,
            new WidthLimits(run.Plan.Pruning.Floor, run.Plan.Pruning.Multiple),
            macs
        );

    // Takes out what the next stage has no room for, and gives the blueprint that it will have.
    private Blueprint Prune(Stage stage, ReceiptProbe probe, WorkClock clock, CancellationToken stop)
    {
        var pruning = run.Plan.Pruning;
        var sample = run.Sample(stage, (int)Math.Clamp(pruning.Share * ImagesOf(stage), 2, pruning.Images));
        var criterion =
            run.Parts.Criterion
            ?? Criteria.Make(pruning.By, pruning.Threshold, run.Seed.For("pruning").At(stage.Index));
        var (importance, work) = criterion.Measure(run.Network, sample, stop);
        clock.Book(Purpose.Probes, work);
        var target = Planned(stage, importance.ToDictionary(g => g.Key, g => g.Value.Used), pruning.Macs);
        var room = new ChannelGroups(target);
        var kept = importance.ToDictionary(
            g => g.Key,
            g => g.Value.Best(Math.Min(g.Value.Scores.Count, room[g.Key].Channels))
        );
        var (pruned, receipt) = probe.Measure(
            Receipt.Prune,
            run.Network,
            () => Pruning.Prune.To(run.Network, run.Memory, kept),
            exact: false
        );
        run.Become(pruned, [receipt]);
        return target;
    }
}
