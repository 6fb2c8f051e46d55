using Accrete.Cumulative;
using Accrete.Storage;
using Accrete.Tests.Cumulative;

namespace Accrete.Tests.Torture;

/// <summary>Runs on disks of many sizes, all too small; <c>ACCRETE_SLOW=1</c> tries a hundred.</summary>
public sealed class FullDiskTests : TinyRunTests
{
    private static readonly int Sizes = Slow.IsWanted ? 100 : 6;

    [Fact]
    public void A_run_that_fills_a_disk_of_any_size_goes_on_to_the_same_bits_when_there_is_room()
    {
        var plan = TinyRuns.Plan();
        TinyRuns.Run(Folder["one"], plan, Data);
        // What it needs at most: all that is there in the end, and one more file that is being written.
        var needed = Directory
            .EnumerateFiles(Folder["one"], "*", SearchOption.AllDirectories)
            .Sum(f => 4 + (new FileInfo(f).Length / 1024));
        for (var size = 0; size < Sizes; size++)
        {
            using var disk = new SmallDisk(8192);
            disk.FillBut((int)(needed * size / Sizes));
            var error = Assert.Throws<AccreteException>(() => Run(disk["run"]));
            Assert.StartsWith(disk["run"], error.Message, StringComparison.Ordinal);
            disk.Free();
            Run(disk["run"]);
            foreach (
                var file in new[]
                {
                    "model.safetensors",
                    "stages/01/model.safetensors",
                    "stages/02/model.safetensors",
                    "stages/03/model.safetensors",
                }
            )
            {
                Assert.Equal(
                    File.ReadAllBytes(Path.Combine(Folder["one"], file)),
                    File.ReadAllBytes(Path.Combine(disk["run"], file))
                );
            }

            Assert.Empty(Directory.GetFiles(disk["run"], "*.partial", SearchOption.AllDirectories));
        }

        void Run(string path)
        {
            using var run = StoredRun.Holds(path) ? RunFolder.Open(path) : RunFolder.Create(path, plan);
            new CumulativeTraining(plan, Data, run) { CheckpointEvery = TimeSpan.Zero }.Run();
        }
    }
}
