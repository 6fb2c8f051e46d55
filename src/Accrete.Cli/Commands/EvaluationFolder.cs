using System.Text.Json;
using Accrete.Files;
using Accrete.Reports;
using Accrete.Robustness;
using Accrete.Storage;

namespace Accrete.Cli.Commands;

/// <summary>Where an evaluation is written.</summary>
/// <param name="Path">The folder of the run.</param>
internal sealed record EvaluationFolder(string Path)
{
    /// <summary>The name of the results.</summary>
    public const string Name = "evaluation";

    public string Json => RunFolder.FileIn(Path, $"{Name}.json");

    public string Page => RunFolder.FileIn(Path, $"{Name}.html");

    /// <summary>The folder that was named, or that of the one run that is evaluated.</summary>
    /// <exception cref="InvalidInputException">Throws if there is neither.</exception>
    public static EvaluationFolder Of(string? named, string[] sources) =>
        new(
            named
                ?? (
                    sources is [var only] && StoredRun.Holds(only)
                        ? only
                        : throw new InvalidInputException(
                            sources.Length == 1
                                ? $"{sources[0]}: is no run, so there is no place to write to; give --out DIR."
                                : "several models have no one place to write to; give --out DIR."
                        )
                )
        );

    public void Write(EvaluationOutcome outcome)
    {
        AtomicFile.Write(Page, EvaluationReport.Page(outcome));
        // The last file: where it is, the study is finished.
        AtomicFile.Write(Json, JsonSerializer.Serialize(outcome, EvaluationOutcome.Type));
    }
}
