namespace Accrete.Tests.Torture;

/// <summary>The end of a process whose machine lost its power.</summary>
internal sealed class PowerLoss : Exception;
