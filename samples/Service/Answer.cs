using Accrete.Inference;

namespace Service;

/// <summary>What a client gets.</summary>
/// <param name="Top">The likeliest classes, likeliest first.</param>
/// <param name="Suspicion">With mutual inference, the share of clean images that are less suspicious.</param>
/// <param name="Warning">Why the answer should not be trusted; null where nothing speaks against it.</param>
internal sealed record Answer(IReadOnlyList<ClassConfidence> Top, double? Suspicion, string? Warning)
{
    private const string Disagreement = "The networks of the run disagree about this image; do not rely on the class.";

    public static Answer Of(Prediction prediction) =>
        new(prediction.Top, prediction.Check?.Suspicion, prediction.Check?.IsSuspicious == true ? Disagreement : null);
}
