namespace Accrete.Machine;

/// <summary>A way to measure energy that a machine may have.</summary>
/// <param name="Name">What it measures, and through what.</param>
/// <param name="Readable">Whether this process can read it.</param>
/// <param name="Detail">Where it is, or why it cannot be read.</param>
/// <param name="Advice">What to do about that, where something can be done.</param>
internal sealed record PowerMeter(string Name, bool Readable, string Detail, string? Advice = null);
