using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Accrete.Networks;

namespace Accrete.Costs;

/// <summary>
/// A model of energy: a table of the energy of one multiply-accumulate and of one memory access. By default it is for
/// 45 nm CMOS and DRAM.
/// </summary>
/// <remarks>
/// Horowitz, <i>Computing's Energy Problem</i>, ISSCC 2014: float32 multiply 3.7 pJ and add 0.9 pJ, 16-bit multiply 1.1
/// pJ; DRAM about 640 pJ for 32 bits. Products in bf16 are summed in float32.
/// </remarks>
public sealed record EnergyModel
{
    private const double Pico = 1e-12;

    /// <summary>Gets the energy of a multiply-accumulate in float32, in picojoules.</summary>
    [Description("picojoules of a multiply-accumulate in fp32"), Range(0, 1e9)]
    public double Fp32Mac { get; init; } = 3.7 + 0.9;

    /// <summary>Gets the energy of a multiply-accumulate in bfloat16, in picojoules.</summary>
    [Description("picojoules of a multiply-accumulate in bf16"), Range(0, 1e9)]
    public double Bf16Mac { get; init; } = 1.1 + 0.9;

    /// <summary>Gets the energy of moving a float32 number to or from memory, in picojoules.</summary>
    [Description("picojoules of a number to or from memory in fp32"), Range(0, 1e9)]
    public double Fp32Word { get; init; } = 640;

    /// <summary>Gets the energy of moving a bfloat16 number to or from memory, in picojoules.</summary>
    [Description("picojoules of a number to or from memory in bf16"), Range(0, 1e9)]
    public double Bf16Word { get; init; } = 320;

    /// <summary>Computes the energy of multiply-accumulates and memory accesses, in joules.</summary>
    public double Joules(long macs, long words, Precision precision) =>
        Pico
        * (
            precision == Precision.BFloat16
                ? (macs * Bf16Mac) + (words * Bf16Word)
                : (macs * Fp32Mac) + (words * Fp32Word)
        );
}
