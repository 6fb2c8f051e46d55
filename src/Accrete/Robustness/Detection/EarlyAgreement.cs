using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>
/// Asks the cheaper networks of a lineage first, and no more once two in a row are sure of the same class: that is the
/// answer, and nothing is suspicious about it. Of the others the last network is asked too, and the whole score
/// decides.
/// </summary>
/// <param name="inference">The lineage, and its score.</param>
/// <param name="confidence">How sure both must be, from 0 to 1.</param>
internal sealed class EarlyAgreement(MutualInference inference, double confidence = 0.9)
{
    private readonly Family family = inference.Family;
    private readonly int[] order =
    [
        .. Enumerable
            .Range(0, inference.Family.Members.Count - 1)
            .OrderBy(m => inference.Family.Members[m].Blueprint.ForwardMacs),
    ];

    /// <summary>Asks about images.</summary>
    /// <param name="pixels">The pixels: float32 <c>[N, C, H, W]</c> from 0 to 1.</param>
    /// <exception cref="InvalidInputException">Throws if an answer is not a number.</exception>
    public Judgement Ask(Tensor pixels)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var (labels, suspicion) = (new long[pixels.shape[0]], new double[pixels.shape[0]]);
        var (open, macs) = (arange(pixels.shape[0], device: pixels.device), 0L);
        var known = new Dictionary<int, Tensor>();
        foreach (
            var (member, place) in order.Select((member, place) => (member, place)).TakeWhile(_ => open.shape[0] > 0)
        )
        {
            known[member] = family.Members[member].Logits(pixels.index_select(0, open));
            macs += family.Members[member].Blueprint.ForwardMacs * open.shape[0];
            if (place > 0)
            {
                var (agreed, left) = Divided(known[order[place - 1]], known[member]);
                Settle(open.index_select(0, agreed), known[member].index_select(0, agreed).argmax(1), labels);
                open = open.index_select(0, left);
                known = known.ToDictionary(k => k.Key, k => k.Value.index_select(0, left));
            }
        }

        if (open.shape[0] > 0)
        {
            var (named, found) = inference.Judge(new FamilyAnswers(family, pixels.index_select(0, open), known));
            macs += family.Last.Blueprint.ForwardMacs * open.shape[0];
            foreach (var (image, at) in open.data<long>().Select((image, at) => (image, at)))
            {
                (labels[image], suspicion[image]) = (named[at], found[at]);
            }
        }

        return new Judgement(labels, suspicion, macs);
    }

    // The places of those about which two networks are sure and agree, and of the others.
    private (Tensor Agreed, Tensor Left) Divided(Tensor before, Tensor after)
    {
        var (first, second) = (before.softmax(1).max(1), after.softmax(1).max(1));
        var agreed = first.indexes.eq(second.indexes).logical_and(minimum(first.values, second.values) > confidence);
        return (agreed.nonzero().flatten(), agreed.logical_not().nonzero().flatten());
    }

    private static void Settle(Tensor images, Tensor classes, long[] labels)
    {
        foreach (var (image, label) in images.data<long>().Zip(classes.data<long>()))
        {
            labels[image] = label;
        }
    }
}
