using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace Accrete.Cli.Terminal;

/// <summary>Where a command's words go: a document to standard output, people's text beside it.</summary>
internal sealed class Screen
{
    // Wide enough that no table is folded in a file or a log, where nobody has a window to widen.
    private const int WidthOfFiles = 120;

    // No page of HTML takes this text: letters such as + and ' may stay as they are.
    private static readonly JsonWriterOptions Format = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonWriterOptions LineFormat = Format with { Indented = false };

    private readonly TextWriter document;
    private readonly TextWriter error;
    private readonly StopNotice notice;

    private Screen(TextWriter document, TextWriter error, StopNotice notice, bool json)
    {
        this.document = document;
        this.error = error;
        this.notice = notice;
        People = Console(json ? error : document);
        Bars = IsTerminal(error) ? Console(error) : null;
        Piped = !IsTerminal(document);
    }

    /// <summary>
    /// Takes people's text: tables, progress. Standard output, unless that one is asked for a document. Colours and
    /// bars only where it is a terminal.
    /// </summary>
    public IAnsiConsole People { get; }

    /// <summary>Takes progress bars; null when nobody watches.</summary>
    public IAnsiConsole? Bars { get; }

    /// <summary>Whether standard output goes to a file or another program, which wants rows and no columns.</summary>
    public bool Piped { get; }

    /// <param name="parsed">The command line, which knows its writers.</param>
    /// <param name="json">Whether the user asked for a document.</param>
    public static Screen For(ParseResult parsed, bool json) =>
        new(
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            ((Surroundings)parsed.InvocationConfiguration).Notice,
            json
        );

    /// <summary>Prints the one document that was asked for.</summary>
    public void Document<T>(T value, JsonTypeInfo<T> type) => document.WriteLine(Json(value, type, Format));

    /// <summary>Prints one line of results, whose fields may have tabs between them.</summary>
    public void Line(string text) => document.WriteLine(Printable.Fields(text));

    /// <summary>Prints one document of many on a line of its own.</summary>
    public void Line<T>(T value, JsonTypeInfo<T> type) => document.WriteLine(Json(value, type, LineFormat));

    /// <summary>Tells of something that went wrong and does not stop the work.</summary>
    public void Warn(string text) => Console(error).WriteLine(Failure.Line("warning", text));

    /// <summary>Tells of something that one may want to know, and that is in order.</summary>
    public void Note(string text) => Console(error).WriteLine(Failure.Line("note", text));

    /// <summary>Decides what is said when the work is stopped from now on.</summary>
    public void WhenStopped(Func<string> text) => notice.Becomes(text);

    private static string Json<T>(T value, JsonTypeInfo<T> type, JsonWriterOptions format)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, format))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        return Escaped(Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    // The relaxed encoder passes some characters on that steer a terminal or hide; outside strings there are none but
    // line ends.
    private static string Escaped(string json)
    {
        var escaped = new StringBuilder(json.Length);
        foreach (var character in json.EnumerateRunes())
        {
            if (character.Value == '\n' || GivenText.Shows(character))
            {
                escaped.Append(character);
                continue;
            }

            foreach (var half in character.ToString())
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)half:x4}");
            }
        }

        return escaped.ToString();
    }

    internal static IAnsiConsole Console(TextWriter writer)
    {
        var terminal = IsTerminal(writer);
        var colour = terminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
                ColorSystem = colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
                Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
                Out = new AnsiConsoleOutput(writer),
            }
        );
        console.Pipeline.Attach(new CleanRendering());
        if (!terminal)
        {
            console.Profile.Width = WidthOfFiles;
            console.Profile.Capabilities.Unicode = true;
        }

        return console;
    }

    private static bool IsTerminal(TextWriter writer) =>
        (writer == System.Console.Out && !System.Console.IsOutputRedirected)
        || (writer == System.Console.Error && !System.Console.IsErrorRedirected);
}
