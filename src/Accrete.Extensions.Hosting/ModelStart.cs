using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Accrete.Extensions.Hosting;

/// <summary>Loads all models when the host starts, which it does not where one cannot be loaded.</summary>
internal sealed class ModelStart(IServiceProvider provider, IEnumerable<ModelName> models) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var name in models.Select(m => m.Name).Distinct())
        {
            cancellationToken.ThrowIfCancellationRequested();
            // A test of an application may have put a model of its own in the place.
            if (provider.GetRequiredKeyedService<IAccreteModel>(name) is ServedModel model)
            {
                await Task.Run(model.Load, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
