using Accrete.Costs;

namespace Accrete.Tests.Cumulative;

/// <summary>A joule for each reading.</summary>
internal sealed class SteadyMeter : IEnergyMeter
{
    private int readings;

    public string Source => "steady";

    public double? Joules() => ++readings;

    public void Dispose() { }
}
