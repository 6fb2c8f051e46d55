namespace Accrete.Robustness.Attacks;

/// <summary>
/// What an attack may ask: in the open, the model that it is judged by, alone or with others; by transfer, another one.
/// </summary>
/// <param name="Loss">What is made larger, with gradients.</param>
/// <param name="Victim">Whose answers say on the way whether the goal is reached.</param>
public sealed record Access(IAttackLoss Loss, IVictim Victim)
{
    /// <summary>To one victim and its cross-entropy.</summary>
    public static Access To(IVictim victim) => new(new CrossEntropyLoss(victim), victim);
}
