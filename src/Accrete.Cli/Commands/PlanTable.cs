using Accrete.Cli.Terminal;
using Accrete.Costs;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Pruning;
using Spectre.Console;

namespace Accrete.Cli.Commands;

/// <summary>A plan as people read it.</summary>
internal static class PlanTable
{
    public static void Print(PlanDocument document, Dataset data, IAnsiConsole console)
    {
        var (plan, _, stages, totals) = document;
        console.WriteLine($"{plan.Name}: {plan.Network.Name} on {data.Name}");
        console.WriteLine(
            $"{(plan.Precision == PrecisionChoice.Bf16 ? "bf16" : "fp32")} on {plan.Device}, seed {plan.Seed}, "
                + $"batches of {Batches(stages)}"
        );
        DataLines.Print(data, plan.Data, console);
        var table = new FigureTable()
            .Numbers("stage")
            .Words("widths")
            .Numbers("layers", "parameters", "images", "size", "epochs", "steps", "training MACs", "share")
            .Without("layers", "size", "steps", "images");
        foreach (var stage in stages)
        {
            table.Row(
                NumberText.Count(stage.Index),
                stage.Widths,
                NumberText.Count(stage.Layers),
                NumberText.Count(stage.Parameters),
                NumberText.Count(stage.Images),
                NumberText.Size(stage.Input),
                NumberText.Epochs(stage.Epochs),
                NumberText.Count(stage.Steps),
                NumberText.Short(stage.TrainingMacs),
                NumberText.Share(stage.Share)
            );
        }

        table.Total(
            "all",
            "",
            "",
            "",
            "",
            "",
            NumberText.Epochs(totals.Epochs),
            NumberText.Count(totals.Steps),
            NumberText.Short(totals.TrainingMacs),
            NumberText.Share(1)
        );
        table.Print(console);
        console.WriteLine(
            $"From scratch, the last network on all images for {NumberText.Epochs(totals.ScratchEpochs)} "
                + $"epochs: {NumberText.Short(totals.ScratchMacs)} MACs."
        );
        if (plan.Budget is { Unit: not BudgetUnit.Macs } budget)
        {
            console.WriteLine(
                $"A run fits the epochs to {NumberText.Amount(budget)}, by what a step of each stage's network "
                    + "takes on the machine."
            );
        }

        console.WriteLine(
            Saving(
                plan.Pruning.By == CriterionKind.None ? "The plan" : "Before anything is pruned, the plan",
                totals.Saving
            )
        );
        if (totals.PrunedTrainingMacs is { } pruned)
        {
            console.WriteLine(
                Saving(
                    $"With {NumberText.Share(plan.Pruning.Macs!.Value)} of the network left from stage "
                        + $"{plan.Pruning.From} on it takes about {NumberText.Short(pruned)}, and",
                    1 - ((double)pruned / totals.ScratchMacs)
                )
            );
        }

        console.WriteLine(
            $"Energy of arithmetic and memory, modelled: {NumberText.Joules(totals.JoulesModelled)}, from "
                + $"scratch {NumberText.Joules(totals.ScratchJoulesModelled)}."
        );
    }

    private static string Batches(IReadOnlyList<PlannedStage> stages) =>
        string.Join(
            ", ",
            stages.All(s => s.Batch == stages[0].Batch) ? [stages[0].Batch] : stages.Select(s => s.Batch)
        );

    private static string Saving(string what, double part) =>
        part >= 0
            ? $"{what} saves {NumberText.Share(part)} of that."
            : $"{what} costs {NumberText.Share(-part)} more than that.";
}
