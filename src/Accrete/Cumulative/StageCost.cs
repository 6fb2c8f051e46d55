using Accrete.Costs;
using Accrete.Cumulative.Plans;

namespace Accrete.Cumulative;

/// <summary>What a stage takes of a budget.</summary>
/// <param name="Step">A training step.</param>
/// <param name="Test">A test on all test images.</param>
/// <param name="TestImages">How many those are.</param>
internal readonly record struct StageCost(double Step, double Test, long TestImages)
{
    /// <summary>
    /// What can be counted beforehand: multiply-accumulates, and the energy that is modelled from them.
    /// </summary>
    internal static StageCost Counted(Stage stage, Plan plan, long testImages)
    {
        return new StageCost(
            Of(new LedgerEntry(stage.Index, Purpose.Forward, stage.StepWork, 0)),
            Of(new LedgerEntry(stage.Index, Purpose.Evaluation, Work.Forward(stage.Blueprint, testImages), 0)),
            testImages
        );

        double Of(LedgerEntry entry) => plan.Budget!.SpentOn(new Ledger([entry]), plan.Energy, plan.ComputePrecision());
    }

    /// <summary>About what a later stage takes where this is what one takes that can be timed.</summary>
    internal StageCost For(Stage later, Stage timed)
    {
        var image = later.TimeOfImage(timed);
        return new StageCost(Step * image * later.Batch / timed.Batch, Test * image, TestImages);
    }

    /// <summary>The tests at the end of a stage: on test images, and on images that it was trained on.</summary>
    internal double AtEnd(Stage stage) => Test * (1 + ((double)stage.ImagesTested(TestImages) / TestImages));

    /// <summary>A whole stage of so many epochs, with the tests at its end.</summary>
    internal double Whole(Stage stage, double epochs, int testEvery) =>
        AtEnd(stage) + (epochs * PerEpoch(stage, testEvery));

    /// <summary>What each epoch takes.</summary>
    internal double PerEpoch(Stage stage, int testEvery) =>
        (Step * stage.StepsPerEpoch) + (testEvery > 0 ? Test / testEvery : 0);
}
