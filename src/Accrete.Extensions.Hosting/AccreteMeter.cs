namespace Accrete.Extensions.Hosting;

/// <summary>The meter from which metrics of all models come, each with the tag <c>accrete.model</c>.</summary>
/// <remarks>
/// <c>accrete.predictions</c>, <c>accrete.inputs.refused</c> and <c>accrete.inputs.suspicious</c> count images,
/// <c>accrete.prediction.duration</c> has the seconds from the call to the answer, and <c>accrete.model.reloads</c>
/// counts new model files, with <c>accrete.outcome</c> <c>loaded</c> or <c>refused</c>.
/// </remarks>
public static class AccreteMeter
{
    /// <summary>Its name, by which listeners such as OpenTelemetry pick it.</summary>
    public const string Name = "Accrete";
}
