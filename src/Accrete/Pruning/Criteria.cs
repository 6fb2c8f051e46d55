namespace Accrete.Pruning;

/// <summary>Makes the built-in criteria of importance.</summary>
public static class Criteria
{
    /// <summary>The default threshold: 99.9 % of the variance or importance is kept.</summary>
    public const double DefaultThreshold = 0.999;

    /// <summary>Makes a criterion.</summary>
    /// <param name="kind">The kind of criterion.</param>
    /// <param name="threshold">The share of the variance or importance that the kept channels must have together, above
    /// 0 and up to 1.</param>
    /// <param name="seed">The seed of random choices.</param>
    /// <exception cref="InvalidInputException">Throws if the kind is <see cref="CriterionKind.None"/>.</exception>
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
