namespace Accrete.Growth;

/// <summary>The measured proof of one transformation.</summary>
/// <param name="Kind">"widen", "deepen" or "prune"; pruning may change the function.</param>
/// <param name="MaxLogitChangeEval">The largest change of a logit in eval mode, as a part of the largest logit.</param>
/// <param name="MaxLogitChangeTrain">The same in train mode, where norms use the batch's own statistics.</param>
/// <param name="Detail">What grew, and how it was measured.</param>
public sealed record Receipt(string Kind, double MaxLogitChangeEval, double MaxLogitChangeTrain, ReceiptDetail Detail)
{
    /// <summary>The kind of the transformation that may change the function.</summary>
    public const string Prune = "prune";
}
