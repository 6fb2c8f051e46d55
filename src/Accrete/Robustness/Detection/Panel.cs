using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>
/// Scores of one family with what they are on clean images: on those that set thresholds, and on held-out ones.
/// </summary>
/// <param name="Family">Who is asked.</param>
/// <param name="Scores">What is measured.</param>
/// <param name="Calibrations">By score, from validation images.</param>
/// <param name="Held">By score, of each held-out image.</param>
internal sealed record Panel(
    Family Family,
    IReadOnlyList<IScore> Scores,
    IReadOnlyList<Calibration> Calibrations,
    float[][] Held
)
{
    /// <summary>The rate of false positives at which detectors are customarily compared.</summary>
    public const double CustomaryRate = 0.05;

    private const int CurvePoints = 60;

    /// <summary>Measures clean images.</summary>
    public static Panel Calibrated(
        Family family,
        IReadOnlyList<IScore> scores,
        IEnumerable<Tensor> validation,
        IEnumerable<Tensor> held,
        CancellationToken stop
    ) =>
        new(
            family,
            scores,
            [.. Scoring.Of(family, scores, validation, stop).Select(Calibration.Of)],
            Scoring.Of(family, scores, held, stop)
        );

    /// <summary>
    /// By score, the share of held-out clean images above the threshold that was set for a rate of false positives.
    /// </summary>
    public IEnumerable<KeyValuePair<string, double>> FalsePositives(double rate) =>
        Scores.Select(
            (score, i) =>
                KeyValuePair.Create(
                    score.Name,
                    new Roc(Held[i], Held[i]).FalsePositiveRate(Calibrations[i].Threshold(rate))
                )
        );

    /// <summary>How well each score tells images from held-out clean ones.</summary>
    /// <param name="pixels">At least one.</param>
    /// <param name="rate">The rate of false positives that was asked for.</param>
    /// <param name="stop">Stops before the next batch.</param>
    public IEnumerable<DetectorResult> Notice(Tensor pixels, double rate, CancellationToken stop) =>
        Scoring
            .Of(Family, Scores, PixelBatches.Of(pixels), stop)
            .Select(
                (scores, i) =>
                {
                    var roc = new Roc(Held[i], scores);
                    return new DetectorResult(
                        Scores[i].Name,
                        roc.Auc,
                        roc.DetectionRate(Calibrations[i].Threshold(CustomaryRate)),
                        roc.DetectionRate(Calibrations[i].Threshold(rate)),
                        roc.Curve(CurvePoints)
                    );
                }
            );
}
