using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Storage;
using Accrete.Tests.Cumulative;
using Accrete.Training;
using static TorchSharp.torch;

namespace Accrete.Tests.Torture;

public sealed class PowerLossTests(ITestOutputHelper output) : TinyRunTests
{
    private const int MostOperations = 60;

    // A run gets through once in some ten losses.
    private static readonly int Losses = Slow.IsWanted ? 100 : 12;

    [Fact]
    public void After_losses_of_power_the_newest_whole_state_goes_on_to_the_same_bits()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var plan = TinyRuns.Plan();
        TinyRuns.Run(Folder["one"], plan, Data);
        var (losses, finished, image) = (0, 0, "0");
        var safe = (Stages: 0, Step: -1L);
        while (losses < Losses || finished == 0)
        {
            // After enough losses a run may end, so that its end is seen whatever the chance.
            var disk = new LosingDisk(Folder[image], losses < Losses ? random.Next(MostOperations) : int.MaxValue, random);
            try
            {
                using var run = StoredRun.Holds(Folder[image]) ? RunFolder.Open(Folder[image], disk) : RunFolder.Create(Folder[image], plan, disk);
                new CumulativeTraining(plan, Data, new Watched(run, p => Assert.True(p.CompareTo(safe) >= 0, $"{p} instead of {safe}"), p => safe = p)) { CheckpointEvery = TimeSpan.Zero, MarkEvery = TimeSpan.Zero }.Run();
                AssertWhole(Folder[image]);
                finished++;
                (image, safe) = ($"{losses}-{finished}", (0, -1));
            }
            catch (PowerLoss)
            {
                losses++;
                disk.WriteWhatIsLeft(Folder[$"{losses}"]);
                image = $"{losses}";
            }
        }

        output.WriteLine($"{losses} losses, {finished} runs came to their end");
    }

    private void AssertWhole(string run)
    {
        foreach (var file in new[] { "model.safetensors", "stages/01/model.safetensors", "stages/02/model.safetensors", "stages/03/model.safetensors" })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(Folder["one"], file)), File.ReadAllBytes(Path.Combine(run, file)));
        }

        Assert.Equal(StoredRun.ReadMetrics(Folder["one"]).Select(Numbers), StoredRun.ReadMetrics(run).Select(Numbers));
        Assert.Empty(Directory.GetFiles(run, "*.partial", SearchOption.AllDirectories));
    }

    private static MetricsLine Numbers(MetricsLine line) => line with { Seconds = 0, CostSeconds = 0 };

    // Hears from which state the run goes on, and which it was told are safe.
    private sealed class Watched(IRunRecord inner, Action<(int Stages, long Step)> found, Action<(int Stages, long Step)> saved) : IRunRecord
    {
        public Checkpoint? Newest(Device device)
        {
            var checkpoint = inner.Newest(device);
            found(checkpoint is null ? (0, -1) : (checkpoint.Position.Outcomes.Count, checkpoint.Position.Step));
            return checkpoint;
        }

        public void Save(Checkpoint checkpoint)
        {
            inner.Save(checkpoint);
            saved((checkpoint.Position.Outcomes.Count, checkpoint.Position.Step));
        }

        public void Mark(LedgerEntry total) => inner.Mark(total);

        public void Log(MetricsLine line) => inner.Log(line);

        public void Complete(StageOutcome stage, Model model, RunOutcome soFar) => inner.Complete(stage, model, soFar);

        public void Finish(RunOutcome outcome, Model model) => inner.Finish(outcome, model);
    }
}
