using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Accrete.Training;

/// <summary>
/// The schedule of the learning rate. It follows the share of the run's compute that is spent: the rate rises once and
/// falls once.
/// </summary>
public sealed record Annealing
{
    /// <summary>Gets the share of the compute in which the learning rate rises from 0.</summary>
    [Description("share of the run's compute in which the learning rate rises (warm-up)"), Range(0, 0.9)]
    public double Warmup { get; init; } = 0.05;

    /// <summary>Gets the learning rate at the end, relative to the highest.</summary>
    [Description("learning rate at the end, relative to the highest"), Range(0, 1)]
    public double Final { get; init; }

    /// <summary>
    /// Computes the learning rate at a share of the compute from 0 to 1, relative to the highest: it rises linearly and
    /// falls by half a cosine.
    /// </summary>
    public double Factor(double spent)
    {
        if (spent < Warmup)
        {
            return spent / Warmup;
        }

        var way = Math.Min(1, (spent - Warmup) / (1 - Warmup));
        return Final + (1 - Final) * (1 + Math.Cos(Math.PI * way)) / 2;
    }
}
