using Accrete.Networks;

namespace Accrete.Costs;

/// <summary>
/// Energy of arithmetic, modelled and not measured: 45 nm CMOS, memory traffic left out (Horowitz, <i>Computing's Energy
/// Problem</i>, ISSCC 2014: float32 multiply 3.7 pJ, add 0.9 pJ; 16-bit float multiply 1.1 pJ).
/// </summary>
public static class EnergyModel
{
    /// <summary>Joules of so many multiply-accumulates; products in bf16 are summed in float32.</summary>
    public static double Joules(long macs, Precision precision) =>
        macs * (precision == Precision.BFloat16 ? 1.1e-12 + 0.9e-12 : 3.7e-12 + 0.9e-12);
}
