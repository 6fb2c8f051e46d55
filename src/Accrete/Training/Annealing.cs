using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Accrete.Training;

/// <summary>How the learning rate follows the share of the run's compute that is spent: up once, down once.</summary>
public sealed record Annealing
{
    /// <summary>The share of the compute in which the rate rises from 0.</summary>
    [Description("share of the run's compute in which the learning rate rises (warm-up)"), Range(0, 0.9)]
    public double Warmup { get; init; } = 0.05;

    /// <summary>The rate at the end, as a part of the highest.</summary>
    [Description("learning rate at the end, relative to the highest"), Range(0, 1)]
    public double Final { get; init; }

    /// <summary>
    /// The part of the highest rate at a share of the compute from 0 to 1: linear up, half a cosine down.
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
