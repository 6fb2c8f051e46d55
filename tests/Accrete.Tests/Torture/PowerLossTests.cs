using Accrete.Comparisons;
using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Files;
using Accrete.Inference;
using Accrete.Storage;
using Accrete.Tests.Cumulative;
using static TorchSharp.torch;

namespace Accrete.Tests.Torture;

public sealed class PowerLossTests(ITestOutputHelper output) : TinyRunTests
{
    private const int MostOperations = 60;

    // A run gets through once in some ten losses.
    private static readonly int Losses = Slow.IsWanted ? 100 : 12;
    private static readonly int LossesOfComparison = Slow.IsWanted ? 100 : 4;

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
            var disk = new LosingDisk(
                Folder[image],
                losses < Losses ? random.Next(MostOperations) : int.MaxValue,
                random
            );
            try
            {
                using var run = StoredRun.Holds(Folder[image])
                    ? RunFolder.Open(Folder[image], disk)
                    : RunFolder.Create(Folder[image], plan, disk);
                new CumulativeTraining(
                    plan,
                    Data,
                    new Watched(run, p => Assert.True(p.CompareTo(safe) >= 0, $"{p} instead of {safe}"), p => safe = p)
                )
                {
                    CheckpointEvery = TimeSpan.Zero,
                    MarkEvery = TimeSpan.Zero,
                }.Run();
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

    [Fact]
    public void After_losses_of_power_a_comparison_goes_on_to_the_same_bits()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        Compare(Folder["one"], Disk.OfMachine);
        var (losses, finished, image) = (0, 0, "0");
        while (losses < LossesOfComparison || finished == 0)
        {
            // After enough losses the power stays, so that the comparison comes to its end whatever the chance.
            var disk = new LosingDisk(
                Folder[image],
                losses < LossesOfComparison ? random.Next(3 * MostOperations) : int.MaxValue,
                random
            );
            try
            {
                Compare(Folder[image], disk);
                foreach (var run in new[] { "cumulative/seed-1", "scratch/seed-1" })
                {
                    AssertEqual(Path.Combine(Folder["one"], run), Path.Combine(Folder[image], run));
                }

                Assert.Equal(Accuracies("one"), Accuracies(image));
                finished++;
                image = $"{losses}-{finished}";
            }
            catch (PowerLoss)
            {
                losses++;
                disk.WriteWhatIsLeft(Folder[$"{losses}"]);
                image = $"{losses}";
            }
        }

        output.WriteLine($"{losses} losses, {finished} comparisons came to their end");
    }

    private void Compare(string folder, IDisk disk) =>
        new Comparison(TinyRuns.Plan(), Data, folder) { CheckpointEvery = TimeSpan.Zero, Disk = disk }.Run(
            Arms.Named(["cumulative", "scratch"]),
            1
        );

    private IEnumerable<double> Accuracies(string comparison) =>
        Comparison.Read(Folder[comparison]).Arms.SelectMany(a => a.Runs).Select(r => r.TestAccuracy);

    private void AssertWhole(string run) => AssertEqual(Folder["one"], run);

    private static void AssertEqual(string right, string run)
    {
        var models = Directory
            .GetFiles(right, "model.safetensors", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(right, f))
            .ToArray();
        Assert.InRange(models.Length, 2, 4);
        foreach (var file in models)
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(right, file)), File.ReadAllBytes(Path.Combine(run, file)));
        }

        Assert.Equal(StoredRun.ReadMetrics(right).Select(Numbers), StoredRun.ReadMetrics(run).Select(Numbers));
        Assert.Empty(Directory.GetFiles(run, "*.partial", SearchOption.AllDirectories));
    }

    private static MetricsLine Numbers(MetricsLine line) => line with { Seconds = 0, CostSeconds = 0 };

    // Hears from which state the run goes on, and which it was told are safe.
    private sealed class Watched(
        IRunRecord inner,
        Action<(int Stages, long Step)> found,
        Action<(int Stages, long Step)> saved
    ) : IRunRecord
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
