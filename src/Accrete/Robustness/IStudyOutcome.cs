namespace Accrete.Robustness;

/// <summary>What a study found, as it is written when the study is finished.</summary>
public interface IStudyOutcome
{
    /// <summary>The SHA-256 of what decided its numbers; null in files of earlier versions.</summary>
    string? Study { get; }
}
