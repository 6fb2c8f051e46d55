using Spectre.Console;

namespace Accrete.Cli.Terminal;

/// <summary>Shows what a study measures and how far it is, where there is a terminal to show it on.</summary>
internal static class StudyBar
{
    /// <summary>Runs a study; the bar is gone at its end.</summary>
    public static T Show<T>(Screen screen, Func<Action<string, double>?, T> study) =>
        screen.Bars is { } console
            ? console
                .Progress()
                .AutoClear(true)
                .Columns(
                    new TaskDescriptionColumn(),
                    new ProgressBarColumn(),
                    new PercentageColumn(),
                    new RemainingTimeColumn()
                )
                .Start(context =>
                {
                    var task = context.AddTask("begins", maxValue: 1);
                    return study((what, share) => (task.Description, task.Value) = (what.EscapeMarkup(), share));
                })
            : study(null);
}
