using Accrete.Blueprints;
using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Growth;
using Accrete.Networks;
using Accrete.Storage;
using Accrete.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Accrete.Tests.Storage;

public sealed class CheckpointFileTests : IDisposable
{
    private static readonly Blueprint Small = Architectures.Build("vgg-small", new ImageShape(1, 8, 8), 3, 0.1);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_of_one_with_a_damaged_part_stays_in_memory(bool whole)
    {
        Write(whole);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        if (whole)
        {
            CheckpointFile.Read(folder["c"], CPU, "plan", CostLimits.Usual).Checkpoint.Dispose();
        }
        else
        {
            var error = Assert.Throws<InvalidInputException>(() =>
                CheckpointFile.Read(folder["c"], CPU, "plan", CostLimits.Usual)
            );
            Assert.Contains("has no mean of", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private void Write(bool whole)
    {
        using var scope = NewDisposeScope();
        var network = new Network(Small, new Seed(1));
        using var optimiser = new Optimiser(network, new OptimiserSettings());
        network.Forward(rand(2, 1, 8, 8)).sum().backward();
        optimiser.Update();
        using var checkpoint = new Checkpoint(RunPosition.Start, new Transformed(network, optimiser.CopyState()))
        {
            Average = network.State.Skip(whole ? 0 : 1).ToDictionary(s => s.Key, s => s.Value.detach().clone()),
        };
        using var file = File.Create(folder["c"]);
        CheckpointFile.Write(file, checkpoint, 0, "plan");
    }
}
