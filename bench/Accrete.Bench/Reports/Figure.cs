using Accrete.Bench.Measuring;

namespace Accrete.Bench.Reports;

/// <summary>One measured figure.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The median over the rounds, with the least and the most.</param>
/// <param name="Unit">Its unit; empty for a count.</param>
/// <param name="Goal">What it should be, where something is promised.</param>
internal sealed record Figure(string Name, Spread Value, string Unit, string? Goal = null)
{
    /// <summary>A figure that was measured once.</summary>
    public static Figure Single(string name, double value, string unit, string? goal = null) =>
        new(name, new Spread(value, value, value), unit, goal);
}
