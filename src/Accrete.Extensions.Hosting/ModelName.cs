namespace Accrete.Extensions.Hosting;

/// <summary>The name of a model that was added.</summary>
internal sealed record ModelName(string Name);
