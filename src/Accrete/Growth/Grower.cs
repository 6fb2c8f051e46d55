using Accrete.Blueprints;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Growth;

/// <summary>
/// Grows a network into a larger blueprint of its family: first deeper, then wider, with a receipt for each.
/// </summary>
/// <param name="probe">Measures the receipts; its clock books all work.</param>
/// <param name="calibration">Normalised images <c>[N, C, H, W]</c> for the norms of new layers.</param>
/// <param name="settings">What the new channels are.</param>
internal sealed class Grower(ReceiptProbe probe, Tensor calibration, GrowthSettings settings)
{
    /// <summary>Grows; the given network and state are left as they are.</summary>
    /// <returns>The grown network and optimiser state, and a receipt for each transformation that was needed.</returns>
    /// <exception cref="InvalidInputException">Throws if the target cannot be reached by deepening and
    /// widening.</exception>
    /// <exception cref="AccreteException">Throws if a transformation did not keep the function.</exception>
    public (Transformed Grown, IReadOnlyList<Receipt> Receipts) Grow(
        Network network,
        OptimiserState? optimiser,
        Blueprint target,
        Seed seed
    )
    {
        using var scope = NewDisposeScope();
        var receipts = new List<Receipt>();
        var current = new Transformed(network, optimiser);
        ProbedLogits? logits = null;
        if (Deepen.NewLayers(network.Blueprint, target).Count > 0)
        {
            Apply("deepen", () => Deepen.To(network, optimiser, target, calibration, seed.For("deepen"), probe.Clock));
        }

        if (current.Network == network || !current.Network.Blueprint.Equals(target))
        {
            Apply("widen", () => Widen.To(current.Network, current.Optimiser, target, seed, settings));
        }

        return (current, receipts);

        void Apply(string kind, Func<Transformed> transform)
        {
            var before = current;
            try
            {
                (current, var receipt) = probe.Measure(kind, before.Network, ref logits, transform);
                receipts.Add(receipt);
            }
            finally
            {
                if (before.Network != network)
                {
                    before.Dispose();
                }
            }
        }
    }
}
