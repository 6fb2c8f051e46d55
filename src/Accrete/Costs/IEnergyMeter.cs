namespace Accrete.Costs;

/// <summary>Counts the energy that a part of the machine takes, all programs together.</summary>
internal interface IEnergyMeter : IDisposable
{
    /// <summary>What is counted, and through what: <c>processor (RAPL)</c>.</summary>
    string Source { get; }

    /// <summary>Joules since the meter was opened; null when the counter could not be read in the meantime.</summary>
    double? Joules();
}
