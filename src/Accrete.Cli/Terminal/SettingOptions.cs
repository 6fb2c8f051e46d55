namespace Accrete.Cli.Terminal;

/// <summary>The options with which the tool sets what an error of the library names.</summary>
internal static class SettingOptions
{
    /// <summary>The message of an error, with the options that would change it: <c>... (--resume, --out).</c></summary>
    public static string Explain(AccreteException error) =>
        error.Settings.Count == 0
            ? error.Message
            : $"{error.Message.TrimEnd('.')} ({string.Join(", ", error.Settings.Select(Option))}).";

    /// <summary>The option for a setting.</summary>
    public static string Option(Setting setting) =>
        setting switch
        {
            Setting.OutputFolder => "--out",
            Setting.Resume => "--resume",
            Setting.Data => "--data",
            Setting.DataRoot => "--data-root",
            Setting.SkipBadImages => "--skip-bad",
            Setting.SkipUnknownClasses => "--skip-unknown",
            Setting.PlanValues => "--set",
            Setting.MemoryLimit => "--max-memory",
            Setting.WorkLimit => "--max-work",
            Setting.FalsePositiveRate => "--false-positives",
            Setting.Ensemble => "--ensemble",
            Setting.Surrogate => "--surrogate",
            _ => throw new ArgumentOutOfRangeException(nameof(setting), setting, null),
        };
}
