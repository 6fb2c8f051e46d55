using System.Diagnostics;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Inference;

/// <summary>How long a network takes to answer.</summary>
internal static class Latency
{
    private const int WarmUp = 3;
    private const int LeastRounds = 5;
    private const int MostRounds = 200;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(1.5);

    /// <summary>The median time of a forward pass in eval mode without gradients, in milliseconds.</summary>
    /// <param name="network">The network, in its own precision; it is left in eval mode.</param>
    /// <param name="batch">Images at once.</param>
    /// <param name="stop">Stops before the next pass.</param>
    /// <exception cref="OperationCanceledException">Throws if the work was canceled.</exception>
    public static double Milliseconds(Network network, int batch, CancellationToken stop = default)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        network.IsTraining = false;
        var input = network.Blueprint.Input;
        var images = MemoryLayout.ChannelsLast(
            randn(batch, input.Channels, input.Height, input.Width, dtype: network.ComputeType, device: network.Device)
        );
        for (var round = 0; round < WarmUp; round++)
        {
            _ = Once(network, images, stop);
        }

        var all = Stopwatch.StartNew();
        var times = new List<double>();
        while (times.Count < LeastRounds || (times.Count < MostRounds && all.Elapsed < Enough))
        {
            times.Add(Once(network, images, stop));
        }

        times.Sort();
        return times[times.Count / 2];
    }

    private static double Once(Network network, Tensor images, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        var clock = Stopwatch.StartNew();
        // Reading a number waits for a GPU, too.
        _ = network.Forward(images)[0, 0].to_type(ScalarType.Float64).item<double>();
        return clock.Elapsed.TotalMilliseconds;
    }
}
