using System.Globalization;
using System.Net;
using System.Text;

namespace Accrete.Reports;

/// <summary>The one look of all pages: self-contained, for light and dark screens, phones and paper.</summary>
internal static class HtmlPage
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1f2937; --paper: #ffffff; --line: #e5e7eb; --soft: #6b7280; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e5e7eb; --paper: #111827; --line: #374151; --soft: #9ca3af; } }
        body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { font-size: 1.15rem; margin-top: 2.5rem; } p.soft, caption { color: var(--soft); }
        .numbers { display: flex; flex-wrap: wrap; gap: 2rem; margin: 1.5rem 0; } .numbers b { display: block; font-size: 1.6rem; }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        th, td { text-align: right; padding: .35rem .6rem; border-bottom: 1px solid var(--line); white-space: nowrap; } th:first-child, td:first-child, td.text { text-align: left; }
        figure { margin: 0; overflow-x: auto; } figure svg { width: 100%; min-width: 42rem; height: auto; background: #fff; border-radius: .5rem; } figure text { font-family: system-ui, sans-serif; } pre { overflow-x: auto; font-size: .85rem; }
        @media print { body { margin: 0; } figure svg { min-width: 0; } pre { white-space: pre-wrap; } }
        """;

    /// <summary>A page.</summary>
    /// <param name="title">What it is about, as text.</param>
    /// <param name="subtitle">What more there is to say about that, as text.</param>
    /// <param name="body">The rest, as HTML.</param>
    public static string Of(string title, string subtitle, string body) =>
        $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Text(title)}</title><style>{Style}</style></head><body>
            <h1>{Text(title)}</h1><p class="soft">{Text(subtitle)}</p>
            {body}
            </body></html>
            """;

    /// <summary>Numbers to see first.</summary>
    public static string Numbers(params IEnumerable<string> numbers) =>
        $"<div class=\"numbers\">{string.Concat(numbers)}</div>";

    /// <summary>One of them.</summary>
    public static string Number(FormattableString value, string meaning) =>
        $"<div><b>{value.ToString(CultureInfo.InvariantCulture)}</b>{meaning}</div>";

    /// <summary>A table.</summary>
    public static string Table(IEnumerable<string> head, IEnumerable<string> rows) =>
        $"<div class=\"scroll\"><table><thead><tr>{string.Concat(head.Select(h => $"<th>{h}</th>"))}</tr></thead>"
        + $"<tbody>{string.Concat(rows)}</tbody></table></div>";

    /// <summary>A row of it; cells are text.</summary>
    public static string Row(params FormattableString[] cells) =>
        $"<tr>{string.Concat(cells.Select(c => $"<td>{Text(c.ToString(CultureInfo.InvariantCulture))}</td>"))}</tr>";

    /// <summary>What a meter counted, in joules; what was not measured is never 0.</summary>
    public static string Measured(double? joules) =>
        joules is { } counted ? counted.ToString("n0", CultureInfo.InvariantCulture) : "unavailable";

    /// <summary>A paragraph beside the matter; text.</summary>
    public static string Aside(string text) => $"<p class=\"soft\">{Text(text)}</p>";

    /// <summary>
    /// Text that may stand in a page: names in it are no markup, and nothing in them turns it around, hides or is no
    /// character of HTML.
    /// </summary>
    public static string Text(string text) =>
        WebUtility.HtmlEncode(
            string.Concat(
                text.EnumerateRunes().Select(c => c.Value == '\n' || GivenText.Shows(c) ? c : Rune.ReplacementChar)
            )
        );
}
