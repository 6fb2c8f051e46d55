namespace Accrete.Growth;

/// <summary>A receipt: the measured proof of how one transformation changed the outputs of a network.</summary>
/// <param name="Kind">The kind: "widen", "deepen" or "prune". Only pruning may change the function.</param>
/// <param name="MaxLogitChangeEval">The largest change of a logit in eval mode, relative to the largest logit.</param>
/// <param name="MaxLogitChangeTrain">The largest change of a logit in train mode, where norms use the statistics of the
/// batch, relative to the largest logit.</param>
/// <param name="Detail">Details: what changed, and how it was measured.</param>
public sealed record Receipt(string Kind, double MaxLogitChangeEval, double MaxLogitChangeTrain, ReceiptDetail Detail)
{
    /// <summary>The kind of pruning, the only transformation that may change the function.</summary>
    public const string Prune = "prune";
}
