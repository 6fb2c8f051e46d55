using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Files;
using Accrete.Inference;
using static TorchSharp.torch;

namespace Accrete.Reports;

/// <summary>Writes what a run logs as event files for TensorBoard, too.</summary>
internal sealed class TensorBoardRecord : IRunRecord
{
    private const float Giga = 1e9f;

    private readonly IRunRecord inner;
    private readonly string folder;
    private readonly Func<IReadOnlyList<MetricsLine>> logged;
    private EventFile? writer;
    private long stepsBefore;
    private MetricsLine? last;

    /// <param name="inner">Where the run is written.</param>
    /// <param name="folder">The folder of the event files; those of an earlier start of the run are replaced.</param>
    /// <param name="logged">The lines that the run has logged up to its checkpoint.</param>
    public TensorBoardRecord(IRunRecord inner, string folder, Func<IReadOnlyList<MetricsLine>> logged) =>
        (this.inner, this.folder, this.logged) = (inner, folder, logged);

    /// <inheritdoc/>
    public Checkpoint? Newest(Device device)
    {
        var checkpoint = inner.Newest(device);
        try
        {
            var older = EventFiles();
            // What was logged after the checkpoint is gone now, and will be logged again.
            writer = new EventFile(folder);
            foreach (var stage in logged().GroupBy(l => l.Stage))
            {
                stage.ToList().ForEach(Write);
                checkpoint?.Position.Outcomes.Where(o => o.Index == stage.Key).ToList().ForEach(Write);
            }

            foreach (var file in older)
            {
                File.Delete(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            checkpoint?.Dispose();
            throw new AccreteException(
                $"{folder}: cannot be written ({e.Message}); make room, or train without event files.",
                e
            );
        }

        return checkpoint;
    }

    /// <inheritdoc/>
    public void Save(Checkpoint checkpoint) => inner.Save(checkpoint);

    /// <inheritdoc/>
    public void Mark(LedgerEntry total) => inner.Mark(total);

    /// <inheritdoc/>
    public void Log(MetricsLine line)
    {
        inner.Log(line);
        Write(line);
    }

    /// <inheritdoc/>
    public void Complete(StageOutcome stage, Model model, RunOutcome soFar)
    {
        inner.Complete(stage, model, soFar);
        Write(stage);
    }

    /// <inheritdoc/>
    public void Finish(RunOutcome outcome, Model model) => inner.Finish(outcome, model);

    // Of an earlier start: all that is in them is written again, so they go, and nothing else that somebody put beside
    // them.
    private string[] EventFiles() =>
        !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateFiles(folder, EventFile.Pattern).Where(f => Place.Of(f).Kind == PlaceKind.File)];

    private void Write(StageOutcome stage)
    {
        Add("network/parameters", stage.Parameters);
        Add("network/forward_gmacs", stage.ForwardMacs / Giga);
    }

    private void Write(MetricsLine line)
    {
        // Steps count from 0 in each stage.
        stepsBefore += last is not null && last.Stage != line.Stage ? last.Step : 0;
        last = line;
        Add("train/loss", line.TrainLoss);
        Add("train/accuracy", line.TrainAccuracy);
        Add("train/learning_rate", line.LearningRate);
        Add("cost/training_tmacs", line.TrainingMacs / (1000d * Giga));
        Add("cost/seconds", line.Seconds);
        if (line is { TestLoss: { } loss, TestAccuracy: { } accuracy })
        {
            Add("test/loss", loss);
            Add("test/accuracy", accuracy);
        }
    }

    private void Add(string tag, double value) => writer!.Add(tag, (float)value, stepsBefore + last!.Step);
}
