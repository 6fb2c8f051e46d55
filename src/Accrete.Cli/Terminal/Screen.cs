using System.CommandLine;
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
    private static readonly JsonWriterOptions Format = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TextWriter document;

    private Screen(TextWriter document, IAnsiConsole people)
    {
        this.document = document;
        People = people;
    }

    /// <summary>
    /// Takes people's text: tables, progress. Standard output, unless that one is asked for a document. Colours and bars
    /// only where it is a terminal.
    /// </summary>
    public IAnsiConsole People { get; }

    /// <param name="parsed">The command line, which knows its writers.</param>
    /// <param name="json">Whether the user asked for a document.</param>
    public static Screen For(ParseResult parsed, bool json)
    {
        var output = parsed.InvocationConfiguration.Output;
        return new Screen(output, Console(json ? parsed.InvocationConfiguration.Error : output));
    }

    /// <summary>Prints the one document that was asked for.</summary>
    public void Document<T>(T value, JsonTypeInfo<T> type)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Format))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        document.WriteLine(Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    private static IAnsiConsole Console(TextWriter writer)
    {
        var terminal = IsTerminal(writer);
        var colour = terminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!terminal)
        {
            console.Profile.Width = WidthOfFiles;
            console.Profile.Capabilities.Unicode = true;
        }

        return console;
    }

    private static bool IsTerminal(TextWriter writer) =>
        (writer == System.Console.Out && !System.Console.IsOutputRedirected) || (writer == System.Console.Error && !System.Console.IsErrorRedirected);
}
