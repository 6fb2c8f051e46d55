using Accrete.Cli.Terminal;
using Accrete.Robustness;
using Spectre.Console;

namespace Accrete.Cli.Commands;

/// <summary>An evaluation as people read it.</summary>
internal static class EvaluationTable
{
    private const int MiddleSeverity = 3;

    public static void Print(EvaluationOutcome outcome, IAnsiConsole console)
    {
        console.WriteLine($"Measured on {outcome.MeasuredOn} of {Printable.Of(outcome.Dataset.Name)}.");
        var models = outcome.Models;
        var all = Of(models, m => m.Source);
        if (all.Fits(console))
        {
            all.Print(console);
            return;
        }

        // Long names stand above, and many models below each other.
        string Number(EvaluatedModel model) => $"model {models.ToList().FindIndex(m => ReferenceEquals(m, model)) + 1}";
        foreach (var model in models)
        {
            console.WriteLine($"{Number(model)}: {Printable.Of(model.Source)}");
        }

        for (var from = 0; from < models.Count; )
        {
            var count = models.Count - from;
            while (count > 1 && !Of([.. models.Skip(from).Take(count)], Number).Fits(console))
            {
                count--;
            }

            Of([.. models.Skip(from).Take(count)], Number).Print(console);
            from += count;
        }
    }

    private static FigureTable Of(IReadOnlyList<EvaluatedModel> models, Func<EvaluatedModel, string> name)
    {
        var table = new FigureTable().Words("").Numbers([.. models.Select(name)]);
        Add("test", m => NumberText.Share(m.Test.Accuracy));
        Add("balanced over classes", m => NumberText.Share(m.Test.BalancedAccuracy));
        Add("top 5", m => NumberText.Share(m.Test.Top5));
        if (models.Any(m => m.Gap is not null))
        {
            Add("train - test", m => m.Gap is { } gap ? NumberText.Share(gap) : "");
        }

        Add("calibration error", m => NumberText.Share(m.Test.CalibrationError));
        Add("parameters", m => NumberText.Count(m.Parameters));
        Add("MACs an image", m => NumberText.Short(m.ForwardMacs));
        AddDegraded(m => m.InputNoise, "noise");
        AddDegraded(m => m.WeightNoise, "noise on");
        foreach (var corruption in models[0].Corruptions.Select(c => c.Name).Distinct())
        {
            Add(
                corruption,
                m => NumberText.Share(m.Corruptions.Where(c => c.Name == corruption).Average(c => c.Accuracy))
            );
        }

        if (models[0].CorruptedAccuracy is not null)
        {
            Add("mean of corruptions", m => NumberText.Share(m.CorruptedAccuracy!.Value));
        }

        return table;

        void Add(string what, Func<EvaluatedModel, string> text) => table.Row([what, .. models.Select(text)]);

        void AddDegraded(Func<EvaluatedModel, IReadOnlyList<DegradedAccuracy>> measured, string word)
        {
            for (var i = 0; i < measured(models[0]).Count; i++)
            {
                var (first, at) = (measured(models[0])[i], i);
                if (first.Severity == MiddleSeverity)
                {
                    Add(
                        FormattableString.Invariant($"{word} {first.Name}, {first.Strength}"),
                        m => NumberText.Share(measured(m)[at].Accuracy)
                    );
                }
            }
        }
    }
}
