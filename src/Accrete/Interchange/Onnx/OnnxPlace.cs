using Accrete.Blueprints;

namespace Accrete.Interchange.Onnx;

/// <summary>Where a layer is put into a graph.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Costs">The layer in its place in the blueprint.</param>
/// <param name="Inputs">The names of the values that it reads.</param>
/// <param name="Output">The name of the value that it gives, where a node gives one.</param>
internal sealed record OnnxPlace(OnnxGraph Graph, LayerCosts Costs, IReadOnlyList<string> Inputs, string Output)
{
    /// <summary>The layer as one node that reads its inputs, then its parameters.</summary>
    /// <returns>Its output's name.</returns>
    public string Node(string operation, params IEnumerable<ProtoMessage> attributes) =>
        Graph.Node(operation, [.. Inputs, .. Costs.Parameters.Select(p => p.Name)], Output, attributes);

    /// <summary>The layer as one node that reads its inputs, then constants.</summary>
    /// <returns>Its output's name.</returns>
    public string NodeOf(string operation, params IEnumerable<string> constants) =>
        Graph.Node(operation, [.. Inputs, .. constants], Output);
}
