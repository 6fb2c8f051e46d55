using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>
/// Asks the cheapest networks of a lineage first, and no more of them once two in a row are sure of the same class: that is the
/// answer, and nothing is suspicious about it. Where they go on to disagree, all are asked, and the whole score decides.
/// </summary>
/// <param name="inference">The lineage, and its score.</param>
/// <param name="confidence">How sure both must be, from 0 to 1.</param>
public sealed class EarlyAgreement(MutualInference inference, double confidence = 0.9)
{
    private readonly int[] order = [.. Enumerable.Range(0, inference.Family.Members.Count).OrderBy(m => inference.Family.Members[m].Blueprint.ForwardMacs)];

    /// <summary>Asks about images.</summary>
    /// <param name="pixels">float32 <c>[N, C, H, W]</c>, from 0 to 1.</param>
    public Judgement Ask(Tensor pixels)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var images = pixels.shape[0];
        var (labels, suspicion) = (new long[images], new double[images]);
        var open = arange(images);
        var (macs, before) = (0L, default((Tensor Class, Tensor Sure)?));
        foreach (var member in order)
        {
            macs += inference.Family.Members[member].Blueprint.ForwardMacs * open.shape[0];
            var (highest, named) = inference.Family.Members[member].Logits(pixels.index_select(0, open)).softmax(1).max(1);
            var sure = highest > confidence;
            if (before is { } last)
            {
                var agreed = sure.logical_and(last.Sure).logical_and(named.eq(last.Class));
                Settle(agreed.nonzero().flatten());
                var left = agreed.logical_not().nonzero().flatten();
                (open, named, sure) = (open.index_select(0, left), named.index_select(0, left), sure.index_select(0, left));
            }

            before = (named, sure);
            if (open.shape[0] == 0)
            {
                break;
            }

            void Settle(Tensor which)
            {
                foreach (var (image, label) in open.index_select(0, which).data<long>().Zip(named.index_select(0, which).data<long>()))
                {
                    labels[image] = label;
                }
            }
        }

        if (open.shape[0] > 0)
        {
            var rest = inference.Ask(pixels.index_select(0, open));
            foreach (var (image, at) in open.data<long>().Select((image, at) => (image, at)))
            {
                (labels[image], suspicion[image]) = (rest.Labels[at], rest.Suspicion[at]);
            }
        }

        // Those that are left were asked by all networks before, whose answers could have been kept.
        return new Judgement(labels, suspicion, macs);
    }
}
