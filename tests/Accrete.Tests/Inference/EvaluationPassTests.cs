using Accrete.Inference;
using Accrete.Tests.Cli;
using Accrete.Tests.Datasets;
using TorchSharp;
using static TorchSharp.torch;

namespace Accrete.Tests.Inference;

public sealed class EvaluationPassTests
{
    [Fact]
    public void Asks_about_every_image_once_and_leaves_no_tensor()
    {
        using var model = MadeModel.Make();
        using var set = Made.Set(501, model.Network.Blueprint.Input, 4);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var (sizes, labels) = (new List<long>(), new List<long>());

        EvaluationPass.Of(
            model.Network,
            set,
            model.Preprocessing,
            null,
            (logits, right) =>
            {
                Assert.False(is_grad_enabled());
                sizes.Add(logits.shape[0]);
                labels.AddRange(right.data<long>());
            },
            CancellationToken.None
        );

        Assert.True(is_grad_enabled());
        Assert.Equal([250, 250, 1], sizes);
        Assert.Equal(set.CopyLabels(), labels);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Stops_before_the_next_batch()
    {
        using var stop = new CancellationTokenSource();
        var asked = new List<int>();

        Assert.Throws<OperationCanceledException>(() =>
            EvaluationPass.Over(
                Enumerable.Range(1, 5),
                batch =>
                {
                    asked.Add(batch);
                    if (batch == 2)
                    {
                        stop.Cancel();
                    }
                },
                stop.Token
            )
        );

        Assert.Equal([1, 2], asked);
    }
}
