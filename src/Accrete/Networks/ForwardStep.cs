using Accrete.Blueprints.Layers;

namespace Accrete.Networks;

/// <summary>One operation of a forward pass.</summary>
/// <param name="Layer">What to compute.</param>
/// <param name="Inputs">The names of the values that it reads.</param>
/// <param name="Output">The name of the value that it writes.</param>
/// <param name="InPlace">Whether the input's memory may be written over.</param>
/// <param name="Released">The values that no later step reads.</param>
internal sealed record ForwardStep(
    Layer Layer,
    IReadOnlyList<string> Inputs,
    string Output,
    bool InPlace,
    IReadOnlyList<string> Released
);
