using Accrete.Extensions.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds health checks of trained models.</summary>
public static class AccreteHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check of a model: healthy when it answers, degraded when it answers but a newer file of it could not be
    /// loaded, unhealthy when it is not loaded.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="model">The name of the model; null for the one without a name.</param>
    /// <param name="name">The name of the check; <c>accrete</c>, or <c>accrete-MODEL</c>, when not given.</param>
    /// <param name="tags">Tags of the check.</param>
    public static IHealthChecksBuilder AddAccreteModel(
        this IHealthChecksBuilder builder,
        string? model = null,
        string? name = null,
        IEnumerable<string>? tags = null
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(
            new HealthCheckRegistration(
                name ?? (string.IsNullOrEmpty(model) ? "accrete" : $"accrete-{model}"),
                provider => new ModelHealthCheck(
                    provider.GetRequiredKeyedService<IAccreteModel>(model ?? Options.Options.DefaultName)
                ),
                failureStatus: null,
                tags
            )
        );
    }
}
