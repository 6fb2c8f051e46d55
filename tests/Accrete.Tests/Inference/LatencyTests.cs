using Accrete.Blueprints;
using Accrete.Inference;
using Accrete.Networks;

namespace Accrete.Tests.Inference;

public sealed class LatencyTests
{
    [Fact]
    public void It_takes_some_time_and_leaves_nothing()
    {
        using var network = new Network(
            Architectures.Find("vgg-small").Build(new ImageShape(1, 8, 8), 3, 0.1),
            new Seed(1)
        );
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.InRange(Latency.Milliseconds(network, 2), 1e-6, 60_000);
        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void It_stops_when_it_is_asked_to_and_leaves_nothing()
    {
        using var network = new Network(
            Architectures.Find("vgg-small").Build(new ImageShape(1, 8, 8), 3, 0.1),
            new Seed(1)
        );
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Throws<OperationCanceledException>(() =>
            Latency.Milliseconds(network, 2, new CancellationToken(canceled: true))
        );
        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
