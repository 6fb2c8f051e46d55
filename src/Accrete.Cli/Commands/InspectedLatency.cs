using Accrete.Blueprints;
using Accrete.Inference;
using Accrete.Networks;
using TorchSharp;

namespace Accrete.Cli.Commands;

/// <summary>How long a forward pass takes, in float32.</summary>
/// <param name="Batch">Images at once.</param>
/// <param name="Threads">Threads that computed.</param>
/// <param name="Milliseconds">The median time.</param>
internal sealed record InspectedLatency(int Batch, int Threads, double Milliseconds)
{
    private static readonly int[] Batches = [1, 64];

    /// <summary>Measures; what the weights are does not matter.</summary>
    public static IReadOnlyList<InspectedLatency> Of(Blueprint blueprint, CancellationToken stop)
    {
        using var network = new Network(blueprint, new Seed(1));
        return
        [
            .. Batches.Select(b => new InspectedLatency(
                b,
                torch.get_num_threads(),
                Latency.Milliseconds(network, b, stop)
            )),
        ];
    }
}
