using System.Globalization;
using Accrete.Cli.Terminal;
using Accrete.Inference;

namespace Accrete.Cli.Commands;

/// <summary>
/// Predictions as they come, a line each: columns on a terminal; <c>file, class, confidence, ...</c> with tabs between
/// for another program; or JSON.
/// </summary>
internal sealed class PredictionLines(Screen screen, bool json, IReadOnlyList<string> classes)
{
    // A name of a class may come from anywhere: no line is wider for all for the sake of one.
    private const int MostWidth = 40;
    private const int LongestName = 120;

    private readonly int width = Math.Min(MostWidth, classes.Max(c => c.Length));

    /// <summary>How many files could not be read so far.</summary>
    public int Problems { get; private set; }

    /// <summary>Prints one.</summary>
    public void Print(Prediction prediction)
    {
        Problems += prediction.Problem is null ? 0 : 1;
        if (json)
        {
            screen.Line(PredictionDocument.Of(prediction), PredictionJson.Default.PredictionDocument);
        }
        else if (prediction.Problem is { } problem)
        {
            screen.Warn(problem);
        }
        else
        {
            screen.Line(screen.Piped ? Fields(prediction) : Columns(prediction));
        }
    }

    private static string Fields(Prediction prediction) =>
        string.Join(
            '\t',
            [
                Printable.Of(prediction.File),
                .. prediction.Top.SelectMany(t =>
                    new[] { Printable.Of(t.Class), t.Confidence.ToString("0.000000", CultureInfo.InvariantCulture) }
                ),
                .. Checked(
                    prediction,
                    c =>
                        (c.IsSuspicious ? "suspicious\t" : "clean\t")
                        + c.Suspicion.ToString("0.000000", CultureInfo.InvariantCulture)
                ),
            ]
        );

    // The file comes last: its length is not known of those to come.
    private string Columns(Prediction prediction) =>
        string.Join(
            "  ",
            [
                .. prediction.Top.Select(t =>
                    $"{NumberText.Share(t.Confidence), 7}  {Printable.Shortened(t.Class, LongestName).PadRight(width)}"
                ),
                .. Checked(prediction, c => c.IsSuspicious ? "suspicious" : "          "),
                Printable.Of(prediction.File),
            ]
        );

    private static IEnumerable<string> Checked(Prediction prediction, Func<InputCheck, string> text) =>
        prediction.Check is { } check ? [text(check)] : [];
}
