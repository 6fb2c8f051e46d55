namespace Accrete.Pruning;

/// <summary>The criteria by name.</summary>
public static class Criteria
{
    /// <summary>The share that is enough where none is given: 99.9 % of the variance.</summary>
    public const double DefaultThreshold = 0.999;

    /// <summary>A criterion.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="threshold">The share of variance or importance that the channels which are kept must have, above 0
    /// and up to 1.</param>
    /// <param name="seed">Decides what is left to chance.</param>
    /// <exception cref="InvalidInputException">The kind is none.</exception>
    public static ICriterion Make(CriterionKind kind, double threshold, Seed seed) =>
        kind switch
        {
            CriterionKind.Pca => new PrincipalComponents(threshold),
            CriterionKind.Density => new ActivationDensity(),
            CriterionKind.L1 => new FilterNorm(threshold),
            CriterionKind.Gamma => new NormScale(threshold),
            CriterionKind.Taylor => new TaylorExpansion(threshold),
            CriterionKind.Random => new RandomChoice(threshold, seed),
            _ => throw new InvalidInputException($"criterion '{kind}': decides nothing."),
        };
}
