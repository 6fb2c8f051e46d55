namespace Accrete.Datasets;

/// <summary>An image of a set that cannot be read.</summary>
/// <param name="Name">What it is called in the set: its part and its path there.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record BadImage(string Name, string Problem);
