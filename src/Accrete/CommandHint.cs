namespace Accrete;

/// <summary>
/// Commands of the tool as one can type them again: by the name by which it was called, with quotes where a shell needs
/// them.
/// </summary>
internal static class CommandHint
{
    /// <summary>The environment variable in which a script that starts the tool passes its own name on.</summary>
    public const string Variable = "ACCRETE_COMMAND";

    private const string Plain = "_-./\\:=,@%+~";

    /// <summary>How the tool was called.</summary>
    public static string Tool =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } name ? Quoted(name) : "accrete";

    /// <summary>A command.</summary>
    /// <param name="words">Its words; some may be paths.</param>
    public static string Of(params string[] words) => $"{Tool} {Words(words)}";

    /// <summary>Words to add to a command.</summary>
    public static string Words(params string[] words) => string.Join(' ', words.Select(Quoted));

    private static string Quoted(string word) =>
        word.Length > 0
        && word.All(c => char.IsLetterOrDigit(c) || Plain.Contains(c, StringComparison.Ordinal))
        && !(word.Contains('\\', StringComparison.Ordinal) && !OperatingSystem.IsWindows())
            ? word
        : OperatingSystem.IsWindows() ? $"\"{word}\""
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
