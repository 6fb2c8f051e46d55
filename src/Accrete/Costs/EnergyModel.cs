using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Accrete.Networks;

namespace Accrete.Costs;

/// <summary>
/// A table from which energy is modelled, and not measured: so much for a multiply-accumulate, so much for a word of
/// memory. By default that of 45 nm CMOS and DRAM.
/// </summary>
/// <remarks>
/// Horowitz, <i>Computing's Energy Problem</i>, ISSCC 2014: float32 multiply 3.7 pJ and add 0.9 pJ, 16-bit multiply 1.1
/// pJ; DRAM about 640 pJ for 32 bits. Products in bf16 are summed in float32.
/// </remarks>
public sealed record EnergyModel
{
    private const double Pico = 1e-12;

    /// <summary>Picojoules of a multiply-accumulate in float32.</summary>
    [Description("picojoules of a multiply-accumulate in fp32"), Range(0, 1e9)]
    public double Fp32Mac { get; init; } = 3.7 + 0.9;

    /// <summary>Picojoules of a multiply-accumulate in bf16.</summary>
    [Description("picojoules of a multiply-accumulate in bf16"), Range(0, 1e9)]
    public double Bf16Mac { get; init; } = 1.1 + 0.9;

    /// <summary>Picojoules of a float32 number that goes to or comes from memory.</summary>
    [Description("picojoules of a number to or from memory in fp32"), Range(0, 1e9)]
    public double Fp32Word { get; init; } = 640;

    /// <summary>Picojoules of a bf16 number that goes to or comes from memory.</summary>
    [Description("picojoules of a number to or from memory in bf16"), Range(0, 1e9)]
    public double Bf16Word { get; init; } = 320;

    /// <summary>Joules of so many multiply-accumulates and words.</summary>
    public double Joules(long macs, long words, Precision precision) =>
        Pico
        * (
            precision == Precision.BFloat16
                ? (macs * Bf16Mac) + (words * Bf16Word)
                : (macs * Fp32Mac) + (words * Fp32Word)
        );
}
