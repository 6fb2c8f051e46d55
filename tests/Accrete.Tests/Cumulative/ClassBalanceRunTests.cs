using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Storage;

namespace Accrete.Tests.Cumulative;

public sealed class ClassBalanceRunTests : TinyRunTests
{
    [Theory]
    [InlineData(ClassBalance.Weights, 0)]
    [InlineData(ClassBalance.Weights, 0.5)]
    [InlineData(ClassBalance.Sampling, 0)]
    public void A_balanced_run_that_is_broken_off_ends_with_the_same_bytes(ClassBalance balance, double dropLearned)
    {
        using var uneven = Uneven();
        var plan = With(balance, dropLearned);
        TinyRuns.Run(Folder["one"], plan, uneven);
        TinyRuns.Run(Folder["none"], With(ClassBalance.None, dropLearned), uneven);
        using (RunFolder.Create(Folder["two"], plan)) { }

        var stopped = 0;
        while (!Finishes(uneven))
        {
            Assert.InRange(++stopped, 1, 40);
        }

        Assert.True(stopped > 1);
        Assert.Equal(Model("one"), Model("two"));
        Assert.NotEqual(Model("none"), Model("one"));
    }

    [Fact]
    public void Sampling_does_not_go_with_images_left_out_by_their_loss()
    {
        var error = Assert.Throws<InvalidInputException>(() => Schedule.Of(With(ClassBalance.Sampling, 0.5), Data));
        Assert.Contains("data.balance", error.Message, StringComparison.Ordinal);
        Assert.Contains("data.dropLearned", error.Message, StringComparison.Ordinal);
    }

    private bool Finishes(Dataset data)
    {
        using var stop = new StopAt(3);
        using var folder = RunFolder.Open(Folder["two"]);
        try
        {
            new CumulativeTraining(StoredRun.ReadPlan(folder.Path), data, folder, stop)
            {
                CheckpointEvery = TimeSpan.MaxValue,
            }.Run(stop.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // 20, 9 and 3 images of the three classes.
    private static Dataset Uneven()
    {
        using var all = TinyRuns.Set(60, 1);
        return new Dataset(
            "uneven",
            ["a", "b", "c"],
            all.Take([
                .. Enumerable
                    .Range(0, 60)
                    .Where(i =>
                        (i % 3) switch
                        {
                            0 => true,
                            1 => i < 27,
                            _ => i < 9,
                        }
                    ),
            ]),
            TinyRuns.Set(21, 2),
            "5717e6"
        );
    }

    private static Plan With(ClassBalance balance, double dropLearned)
    {
        var plan = TinyRuns.Plan();
        return plan with
        {
            Data = plan.Data with { Balance = balance, DropLearned = dropLearned },
            Optimiser = plan.Optimiser with { Batch = 4 },
        };
    }

    private byte[] Model(string run) => File.ReadAllBytes(Path.Combine(Folder[run], "model.safetensors"));
}
