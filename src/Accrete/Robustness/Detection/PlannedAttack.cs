using Accrete.Robustness.Attacks;

namespace Accrete.Robustness.Detection;

/// <summary>An attack of a study.</summary>
/// <param name="Attack">How.</param>
/// <param name="Adaptive">Whom it knows: see <see cref="DetectedAttack.Adaptive"/>.</param>
/// <param name="Access">What it may ask.</param>
internal sealed record PlannedAttack(IAttack Attack, string Adaptive, Access Access);
