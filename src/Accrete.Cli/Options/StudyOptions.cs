using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using Accrete.Cli.Terminal;
using Accrete.Robustness;
using Accrete.Storage;
using Spectre.Console;

namespace Accrete.Cli.Options;

/// <summary>
/// The option of commands that measure for long: <c>--resume</c>. What they have found so far is kept beside the place
/// of the results.
/// </summary>
/// <param name="name">The name of the results.</param>
internal sealed class StudyOptions(string name)
{
    private readonly Option<bool> resume = new("--resume")
    {
        Description = "Continue a measurement that was stopped. Give all other options as before.",
    };

    /// <summary>Declares it on a command.</summary>
    public void AddTo(Command command) => command.Options.Add(resume);

    /// <summary>Passes a folder for results in which a study can begin, or go on where that is wanted.</summary>
    /// <exception cref="InvalidInputException">Throws if it is a file, or holds an unfinished study that does not go
    /// on.</exception>
    public void Require(ParseResult parsed, string folder)
    {
        RunFolder.RequireFolder(folder);
        if (!parsed.GetValue(resume))
        {
            StudyFile.RequireNone(folder, name);
        }
    }

    /// <summary>
    /// The results that <c>--resume</c> finds whole: those of this very study, which is not done twice. Null where
    /// there are none.
    /// </summary>
    public T? Finished<T>(
        ParseResult parsed,
        string folder,
        IReadOnlyDictionary<string, string> identity,
        JsonTypeInfo<T> type,
        Screen screen
    )
        where T : class, IStudyOutcome
    {
        var outcome = parsed.GetValue(resume) ? StudyFile.Outcome(folder, name, identity, type) : null;
        if (outcome is not null)
        {
            screen.People.WriteLine($"{folder}: this study is finished; nothing is left to measure.");
        }

        return outcome;
    }

    /// <summary>
    /// Opens what is kept in a folder, and from now on says of it when the work is stopped; the caller owns it.
    /// </summary>
    /// <param name="parsed">The options.</param>
    /// <param name="folder">The folder of the results.</param>
    /// <param name="identity">What decides the numbers of the study.</param>
    /// <param name="mostImages">The most bytes that the images it keeps can take.</param>
    /// <param name="screen">Where it is said.</param>
    /// <exception cref="InvalidInputException">Throws if what is there is damaged, or belongs to another
    /// study.</exception>
    public StudyFile Open(
        ParseResult parsed,
        string folder,
        IReadOnlyDictionary<string, string> identity,
        long mostImages,
        Screen screen
    )
    {
        var study = StudyFile.Open(folder, name, identity, parsed.GetValue(resume), mostImages);
        if (study.Parts > 0)
        {
            screen.People.WriteLine(
                $"Going on with {study.Path}: {Counted.Of(study.Parts, "part")} of the study "
                    + $"{(study.Parts == 1 ? "is" : "are")} done."
            );
        }
        else if (parsed.GetValue(resume))
        {
            screen.Note($"{folder}: no unfinished study is there, so this one begins anew.");
        }

        screen.WhenStopped(() =>
            study.Parts == 0
                ? "Stopped before a part of the study was done; nothing is kept."
                : $"Stopped, with {Counted.Of(study.Parts, "part")} of the study kept. Go on with: {Again(parsed)}"
        );
        return study;
    }

    /// <summary>Ends a study whose results are written.</summary>
    public static void Finish(StudyFile study, Screen screen)
    {
        study.Finish();
        screen.WhenStopped(() => "Stopped when the results were written.");
    }

    // The command as it was given, with --resume.
    private string Again(ParseResult parsed)
    {
        var words = parsed.Tokens.Select(t => t.Value).ToList();
        if (!words.Contains(resume.Name))
        {
            words.Insert(words.IndexOf(parsed.CommandResult.Command.Name) + 1, resume.Name);
        }

        return CommandHint.Of([.. words]);
    }
}
