namespace Accrete.Cli.Commands;

/// <summary>One class of a data set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TrainImages">The number of its training images.</param>
/// <param name="TestImages">The number of its test images.</param>
internal sealed record VerifiedClass(string Name, int TrainImages, int TestImages);
