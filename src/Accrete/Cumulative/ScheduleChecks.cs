using System.Globalization;
using Accrete.Blueprints;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Pruning;

namespace Accrete.Cumulative;

/// <summary>Passes plans and stages that fit together and fit the data.</summary>
internal static class ScheduleChecks
{
    /// <summary>Passes a plan whose keys do not contradict each other.</summary>
    /// <exception cref="InvalidInputException">Throws if some do; they are named.</exception>
    public static void Pass(Plan plan)
    {
        CheckSteps(plan);
        CheckPruning(plan.Pruning);
        CheckBalance(plan.Data);
    }

    /// <summary>Passes a network of one's own that takes the images and has their classes.</summary>
    /// <exception cref="InvalidInputException">Throws if it does not.</exception>
    public static void Pass(Blueprint own, Dataset data)
    {
        if (own.Input != data.Shape)
        {
            var resize =
                own.Input.Height == own.Input.Width
                    ? $"set data.size={own.Input.Height} and data.channels={own.Input.Channels}, or "
                    : "";
            throw new InvalidInputException(
                $"network.blueprint: '{own.Name}' takes images of {own.Input}, and those of {data.Name} are "
                    + $"{data.Shape}; {resize}change the blueprint's input."
            );
        }

        if (own.Classes != data.Classes.Count)
        {
            throw new InvalidInputException(
                $"network.blueprint: '{own.Name}' has {Counted.Of(own.Classes, "class")}, and {data.Name} "
                    + $"{data.Classes.Count}; give its last layer, '{own.Layers[^1].Name}', "
                    + $"{data.Classes.Count} features."
            );
        }
    }

    /// <summary>Passes a stage that can grow from the one before.</summary>
    /// <exception cref="InvalidInputException">Throws if it has fewer images, smaller ones or fewer
    /// channels.</exception>
    public static void Pass(Stage before, Stage after)
    {
        if (after.Images.Count < before.Images.Count)
        {
            throw new InvalidInputException(
                $"stages.{after.Index}.data: {Counted.Of(after.Images.Count, "image")} are fewer than the "
                    + $"{before.Images.Count} of the stage before; data only grows."
            );
        }

        CheckResolution(before.Blueprint, after);
        var groups = new ChannelGroups(after.Blueprint);
        foreach (var group in new ChannelGroups(before.Blueprint).All)
        {
            if (!groups.Has(group.Name) || groups[group.Name].Channels < group.Channels)
            {
                throw new InvalidInputException(
                    $"stages.{after.Index}: channel group '{group.Name}' has "
                        + $"{Counted.Of(group.Channels, "channel")} in the stage before and fewer here; "
                        + "networks only grow."
                );
            }
        }
    }

    private static void CheckResolution(Blueprint before, Stage after)
    {
        var (old, input) = (before.Input, after.Blueprint.Input);
        if (input.Height < old.Height || input.Width < old.Width)
        {
            throw new InvalidInputException(
                $"stages.{after.Index}.resolution: images of {input} are smaller than those of {old} in the "
                    + "stage before; resolution only grows."
            );
        }

        var differs = before
            .Costs.Zip(before.At(input).Costs)
            .FirstOrDefault(c => c.First.Parameters.Sum(p => p.Count) != c.Second.Parameters.Sum(p => p.Count))
            .First;
        if (differs is not null)
        {
            throw new InvalidInputException(
                $"stages.{after.Index}.resolution: layer '{differs.Layer.Name}' has weights for each pixel of "
                    + $"its map, so its images cannot grow from {old} to {input}; give all stages the same "
                    + "resolution, or a network with global pooling."
            );
        }
    }

    // A run writes down the steps of the stages that are done; of others a budget decides.
    private static void CheckSteps(Plan plan)
    {
        var done = plan.Stages.TakeWhile(s => s.Steps is not null).Count();
        var given = plan.Stages.ToList().FindIndex(done, s => s.Steps is not null);
        if (plan.Budget is not null && given >= 0)
        {
            throw new InvalidInputException(
                $"stages.{given + 1}.steps: with a budget only the first stages can have steps, and stage "
                    + $"{done + 1} has none; leave out budget or steps."
            );
        }
    }

    private static void CheckPruning(PruningSettings pruning)
    {
        if (pruning.Until < pruning.From)
        {
            throw new InvalidInputException(
                $"pruning.until: is {pruning.Until}, but pruning.from is {pruning.From}; give at least that, "
                    + "or pruning.by=none to prune nowhere."
            );
        }
    }

    // A pass that leaves images out by their loss shows each of the others once.
    private static void CheckBalance(DataPlan data)
    {
        if (data.Balance == ClassBalance.Sampling && data.DropLearned > 0)
        {
            throw new InvalidInputException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"data.balance: sampling does not go with data.dropLearned, which is {data.DropLearned}; "
                        + $"set that to 0, or data.balance to weights."
                )
            );
        }
    }
}
