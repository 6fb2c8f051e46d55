using Accrete.Datasets;
using Accrete.Networks;

namespace Accrete.Training;

/// <summary>A network with what is needed to use it.</summary>
/// <param name="Network">The network.</param>
/// <param name="Classes">The names of its classes, in the order of its logits.</param>
/// <param name="Preprocessing">What is done to an image before it.</param>
public sealed record Model(Network Network, IReadOnlyList<string> Classes, Preprocessing Preprocessing);
