using Accrete.Cumulative.Plans;
using Accrete.Storage;
using static TorchSharp.torch;

namespace Accrete.Tests.Storage;

public sealed class TrainingRunTests : IDisposable
{
    private static readonly string[] Short =
    [
        "stages.1.images=100",
        "stages.2.images=200",
        "stages.3.images=300",
        "stages.1.epochs=1",
        "stages.2.epochs=1",
        "stages.3.epochs=1",
    ];

    private readonly TemporaryFolder folder = new();

    private string Place => Path.Combine(folder.Path, "run");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_few_lines_train_and_leave_a_run()
    {
        using (var run = TrainingRun.Begin(Recipe.Read("default", Short), Place))
        {
            var outcome = run.Train(cancellationToken: TestContext.Current.CancellationToken);

            Assert.Equal(3, outcome.Stages.Count);
            Assert.Equal(run.Data.Sha256, outcome.Plan.Data.Sha256);
        }

        Assert.NotNull(StoredRun.ReadOutcome(Place)?.Final);
        Assert.True(File.Exists(RunFolder.FileIn(Place, RunFolder.ModelName)));
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on()
    {
        using var stop = new CancellationTokenSource();
        using (var run = TrainingRun.Begin(Recipe.Read("default", Short), Place))
        {
            stop.Cancel();
            Assert.ThrowsAny<OperationCanceledException>(() => run.Train(cancellationToken: stop.Token));
        }

        using var again = TrainingRun.Resume(Place);
        Assert.NotNull(again.Train(cancellationToken: TestContext.Current.CancellationToken).Final);
    }

    [Fact]
    public void Nothing_is_written_where_the_plan_does_not_fit()
    {
        Assert.Throws<InvalidInputException>(() =>
            TrainingRun.Begin(Recipe.Read("default", [.. Short, $"data.sha256={new string('0', 64)}"]), Place)
        );
        Assert.False(Directory.Exists(Place));
    }

    [Fact]
    public void What_is_set_for_the_whole_process_is_put_back()
    {
        var threads = get_num_threads();
        using var before = random.get_rng_state();
        using (var run = TrainingRun.Begin(Recipe.Read("default", [.. Short, "threads=1"]), Place))
        {
            run.Train(cancellationToken: TestContext.Current.CancellationToken);
        }

        using var after = random.get_rng_state();
        Assert.Equal(threads, get_num_threads());
        Assert.True(before.eq(after).all().item<bool>());
    }
}
