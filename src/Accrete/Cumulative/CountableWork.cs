using System.Globalization;
using Accrete.Cumulative.Plans;

namespace Accrete.Cumulative;

/// <summary>
/// Keeps a run within what its ledger can count: the sums of a plan are formed before they could overflow.
/// </summary>
internal static class CountableWork
{
    // Below 2^63, with room for what comes on top: receipts, calibration, measurements before pruning.
    private const double Most = 8e18;

    /// <summary>Passes stages whose training and tests can be counted.</summary>
    /// <exception cref="InvalidInputException">Throws if they cannot.</exception>
    public static void Check(Plan plan, IReadOnlyList<Stage> stages, long testImages)
    {
        var (macs, words) = (stages.Sum(s => Macs(plan, s, testImages)), stages.Sum(s => Words(plan, s, testImages)));
        if (!(macs <= Most) || !(words <= Most))
        {
            throw new InvalidInputException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"stages: all of them together take {macs:0.0e+0} multiply-accumulates and move "
                        + $"{words:0.0e+0} numbers, and {Most:0e+0} is the most that is counted; give fewer epochs "
                        + $"or a smaller network."
                )
            );
        }
    }

    private static double Macs(Plan plan, Stage stage, long testImages) =>
        ((double)stage.Steps * stage.Batch * stage.Blueprint.TrainingMacs)
        + (Tested(plan, stage, testImages) * stage.Blueprint.ForwardMacs);

    private static double Words(Plan plan, Stage stage, long testImages)
    {
        var (activations, weights) = ((double)stage.Blueprint.ActivationCount, (double)stage.Blueprint.StoredCount);
        // Three passes and the update of a step; a test batch may be a single image.
        return (stage.Steps * ((3 * stage.Batch * activations) + (8 * weights)))
            + (Tested(plan, stage, testImages) * (activations + weights));
    }

    // Images that all tests of a stage look at.
    private static double Tested(Plan plan, Stage stage, long testImages) =>
        (2.0 + (plan.Evaluation.EveryEpochs > 0 ? stage.Epochs / plan.Evaluation.EveryEpochs : 0)) * testImages;
}
