namespace Accrete.Datasets;

/// <summary>An image of a data set that cannot be read.</summary>
/// <param name="Name">Its name in the data set: the part and the path in it.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record BadImage(string Name, string Problem);
