namespace Accrete.Robustness;

/// <summary>What a study found, as it is written when the study is finished.</summary>
internal interface IStudyOutcome
{
    /// <summary>What decided its numbers, as texts by name; null in files of earlier versions.</summary>
    IReadOnlyDictionary<string, string>? Study { get; }
}
