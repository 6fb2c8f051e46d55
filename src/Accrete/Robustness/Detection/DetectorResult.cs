namespace Accrete.Robustness.Detection;

/// <summary>How well one score tells some images from clean ones.</summary>
/// <param name="Name">The score.</param>
/// <param name="Auc">Area under the curve of detection over false positives; 0.5 is chance.</param>
/// <param name="DetectionRateAt5Fpr">The share noticed at the threshold that was set, on validation images, for 5 %
/// false positives.</param>
/// <param name="DetectionRate">The same for the rate of false positives that was asked for.</param>
/// <param name="Curve">The curve.</param>
internal sealed record DetectorResult(
    string Name,
    double Auc,
    double DetectionRateAt5Fpr,
    double DetectionRate,
    IReadOnlyList<RocPoint> Curve
);
