using Accrete.Costs;
using Accrete.Growth;
using Accrete.Inference;
using Accrete.Training;

namespace Accrete.Cumulative;

/// <summary>How far a run has come, without its tensors.</summary>
/// <param name="Grown">Whether the network already is that of the first stage that is not complete.</param>
/// <param name="Step">Steps done in that stage.</param>
/// <param name="Epoch">What the steps of the unfinished epoch saw.</param>
/// <param name="LastEpoch">What the steps of the last whole epoch saw.</param>
/// <param name="Test">The newest evaluation on test images.</param>
/// <param name="Receipts">The receipts of that stage.</param>
/// <param name="Outcomes">The complete stages.</param>
/// <param name="Ledger">All work so far.</param>
internal sealed record RunPosition(
    bool Grown,
    long Step,
    StepResult Epoch,
    StepResult LastEpoch,
    Evaluation? Test,
    IReadOnlyList<Receipt> Receipts,
    IReadOnlyList<StageOutcome> Outcomes,
    IReadOnlyList<LedgerEntry> Ledger
)
{
    /// <summary>The evaluation on training images at the end of the newest stage that was trained to its end.</summary>
    public Evaluation? Learned { get; init; }

    /// <summary>How long that stage was made to fit a budget; null where it is as planned.</summary>
    public StagePace? Pace { get; init; }

    /// <summary>What was foretold of it; null without a budget.</summary>
    public StageForecast? Forecast { get; init; }

    /// <summary>Before anything was done.</summary>
    public static RunPosition Start { get; } = new(Grown: true, 0, default, default, null, [], [], []);
}
