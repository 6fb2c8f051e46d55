namespace Accrete.Robustness.Attacks;

/// <summary>
/// What an attack has access to: the model under attack, alone or with others; or, for a transfer attack, another
/// model.
/// </summary>
/// <param name="Loss">The loss that the attack increases, with its gradients.</param>
/// <param name="Victim">The victim whose answers tell the attack whether its goal is reached.</param>
public sealed record Access(IAttackLoss Loss, IVictim Victim)
{
    /// <summary>Gives access to one victim and its cross-entropy.</summary>
    public static Access To(IVictim victim) => new(new CrossEntropyLoss(victim), victim);
}
