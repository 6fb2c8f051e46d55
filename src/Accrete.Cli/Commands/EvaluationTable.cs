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
        var table = new FigureTable().Words("").Numbers([.. outcome.Models.Select(m => m.Source)]);
        Add("test", m => NumberText.Share(m.Test.Accuracy));
        Add("balanced over classes", m => NumberText.Share(m.Test.BalancedAccuracy));
        Add("top 5", m => NumberText.Share(m.Test.Top5));
        if (outcome.Models.Any(m => m.Gap is not null))
        {
            Add("train - test", m => m.Gap is { } gap ? NumberText.Share(gap) : "");
        }

        Add("calibration error", m => NumberText.Share(m.Test.CalibrationError));
        Add("parameters", m => NumberText.Count(m.Parameters));
        Add("MACs an image", m => NumberText.Short(m.ForwardMacs));
        AddDegraded(m => m.InputNoise, "noise");
        AddDegraded(m => m.WeightNoise, "noise on");
        foreach (var name in outcome.Models[0].Corruptions.Select(c => c.Name).Distinct())
        {
            Add(name, m => NumberText.Share(m.Corruptions.Where(c => c.Name == name).Average(c => c.Accuracy)));
        }

        if (outcome.Models[0].CorruptedAccuracy is not null)
        {
            Add("mean of corruptions", m => NumberText.Share(m.CorruptedAccuracy!.Value));
        }

        table.Print(console);

        void Add(string what, Func<EvaluatedModel, string> text) => table.Row([what, .. outcome.Models.Select(text)]);

        void AddDegraded(Func<EvaluatedModel, IReadOnlyList<DegradedAccuracy>> measured, string word)
        {
            for (var i = 0; i < measured(outcome.Models[0]).Count; i++)
            {
                var (first, at) = (measured(outcome.Models[0])[i], i);
                if (first.Severity == MiddleSeverity)
                {
                    Add(FormattableString.Invariant($"{word} {first.Name}, {first.Strength}"), m => NumberText.Share(measured(m)[at].Accuracy));
                }
            }
        }
    }
}
