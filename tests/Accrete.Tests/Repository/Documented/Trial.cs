namespace Accrete.Tests.Repository.Documented;

/// <summary>How a test runs a command that a page shows.</summary>
/// <param name="Kind">How far it goes.</param>
/// <param name="More">Options that shorten it, put behind those of the page.</param>
/// <param name="Instead">Words of the page, and what stands in their place.</param>
/// <param name="Why">Why it is not run as it stands, where it is not run at all.</param>
internal sealed record Trial(
    TrialKind Kind,
    IReadOnlyList<string> More,
    IReadOnlyDictionary<string, string> Instead,
    string Why = ""
)
{
    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>It runs in this process, and succeeds.</summary>
    public static Trial Runs(params string[] more) => new(TrialKind.Runs, more, Nothing);

    /// <summary>Its data set is not here: the tool reads its options, and its recipe becomes a plan.</summary>
    public static Trial Resolves() => new(TrialKind.Resolves, [], Nothing);

    /// <summary>It needs files that hours of training make, or another machine: the tool reads its options.</summary>
    public static Trial Parses() => new(TrialKind.Parses, [], Nothing);

    /// <summary>It is no command of the tool; the files and classes that it names are there.</summary>
    public static Trial Elsewhere(string why) => new(TrialKind.Elsewhere, [], Nothing, why);

    /// <summary>With other words in the place of some.</summary>
    public Trial With(params (string Word, string Other)[] words) =>
        this with
        {
            Instead = words.ToDictionary(w => w.Word, w => w.Other),
        };
}
