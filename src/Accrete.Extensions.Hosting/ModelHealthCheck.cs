using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Accrete.Extensions.Hosting;

/// <summary>Whether a model answers, and whether it is the newest.</summary>
internal sealed class ModelHealthCheck(IAccreteModel model) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) => Task.FromResult(model is ServedModel served ? Of(served, context) : HealthCheckResult.Healthy());

    private static HealthCheckResult Of(ServedModel model, HealthCheckContext context) =>
        !model.IsLoaded ? new(context.Registration.FailureStatus, "The model is not loaded.")
        : model.Problem is { } problem
            ? HealthCheckResult.Degraded($"A newer file is not served, the model stays as it was: {problem}")
        : HealthCheckResult.Healthy();
}
