using Accrete.Extensions.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds trained models to a service collection.</summary>
public static class AccreteServiceCollectionExtensions
{
    /// <summary>
    /// Adds a model as <see cref="IAccreteModel"/>. A host loads it at its start, and does not start without it;
    /// elsewhere the first use does.
    /// </summary>
    /// <param name="services">The collection.</param>
    /// <param name="configure">Sets at least <see cref="AccreteModelOptions.Path"/>, unless configuration does.</param>
    /// <returns>Its options, for <c>BindConfiguration</c> and more.</returns>
    public static OptionsBuilder<AccreteModelOptions> AddAccreteModel(
        this IServiceCollection services,
        Action<AccreteModelOptions>? configure = null
    )
    {
        var options = services.AddAccreteModel(Options.Options.DefaultName, configure);
        services.TryAddSingleton(p => p.GetRequiredKeyedService<IAccreteModel>(Options.Options.DefaultName));
        return options;
    }

    /// <summary>Adds a model as a keyed <see cref="IAccreteModel"/>.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="name">The key of the service, and the name of its options.</param>
    /// <param name="configure">Sets at least <see cref="AccreteModelOptions.Path"/>, unless configuration does.</param>
    /// <returns>Its options, for <c>BindConfiguration</c> and more.</returns>
    public static OptionsBuilder<AccreteModelOptions> AddAccreteModel(
        this IServiceCollection services,
        string name,
        Action<AccreteModelOptions>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ModelMeter>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<AccreteModelOptions>, AccreteModelOptionsValidator>()
        );
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ModelStart>());
        services.AddSingleton(new ModelName(name));
        services.TryAddKeyedSingleton<IAccreteModel>(
            name,
            (provider, _) => ActivatorUtilities.CreateInstance<ServedModel>(provider, name)
        );
        var options = services.AddOptions<AccreteModelOptions>(name).ValidateOnStart();
        return configure is null ? options : options.Configure(configure);
    }
}
