using Accrete.Blueprints;
using Accrete.Networks;
using Accrete.Storage;
using static TorchSharp.torch;

namespace Accrete.Interchange;

/// <summary>
/// The weights of a network alone in a safetensors file, under the names of its parameters: what PyTorch calls a state dict.
/// It owns its tensors.
/// </summary>
/// <remarks>
/// PyTorch's <c>num_batches_tracked</c>, which count steps and compute nothing, are passed over, and so are auxiliary heads,
/// which only training uses: what begins with <c>aux1.</c> or <c>aux2.</c>, as in torchvision's GoogLeNet.
/// </remarks>
public sealed class StateDictFile : IDisposable
{
    private const int MostNamed = 3;
    private const string StepCount = ".num_batches_tracked";

    private static readonly string[] AuxiliaryHeads = ["aux1.", "aux2."];

    private readonly string path;
    private readonly SafeTensorsContent content;

    private StateDictFile(string path) => (this.path, content) = (path, SafeTensors.Read(path));

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidInputException">It is missing, damaged, or no safetensors file.</exception>
    public static StateDictFile Read(string path) => new(path);

    /// <summary>Writes a network's parameters and buffers; a reader sees the old file or the new one.</summary>
    /// <exception cref="AccreteException">It cannot be written.</exception>
    public static void Write(string path, Network network) =>
        AtomicFile.Write(path, stream => SafeTensors.Write(stream, network.State, new Dictionary<string, string> { ["format"] = "pt" }));

    /// <summary>The number of classes: the rows of the last layer's weights.</summary>
    /// <param name="blueprint">The architecture, for any number of classes.</param>
    /// <exception cref="InvalidInputException">The file has no such weights.</exception>
    public int ClassesOf(Blueprint blueprint)
    {
        var name = $"{blueprint.Layers[^1].Name}.weight";
        return content.Tensors.TryGetValue(name, out var weight) && weight.dim() == 2 && weight.shape[0] > 0
            ? (int)weight.shape[0]
            : throw new InvalidInputException($"{path}: {(weight is null ? $"there is no tensor '{name}'" : $"tensor '{name}' is {Text(weight.shape)}")}, of which {blueprint.Name} has a row for each class; check the network, or say how many classes there are.");
    }

    /// <summary>The tensors of auxiliary heads, which <see cref="ToNetwork"/> passes over: only training uses them.</summary>
    /// <param name="blueprint">The architecture; what it has itself is not among them.</param>
    public IReadOnlyList<string> AuxiliaryTensors(Blueprint blueprint) =>
        [.. content.Tensors.Keys.Where(IsAuxiliary).Except(blueprint.Parameters.Select(p => p.Name))];

    /// <summary>The network with these weights, which are copied; float16, bfloat16 and float64 become float32.</summary>
    /// <param name="blueprint">The architecture.</param>
    /// <param name="device">Where it runs; the CPU when not given.</param>
    /// <exception cref="InvalidInputException">A tensor is missing, unknown, or of another shape or kind of numbers; the first few are named.</exception>
    public Network ToNetwork(Blueprint blueprint, Device? device = null)
    {
        var problems = Problems(blueprint).ToArray();
        if (problems.Length > 0)
        {
            var more = problems.Length > MostNamed ? $"; and {problems.Length - MostNamed} more" : "";
            throw new InvalidInputException($"{path}: does not fit {blueprint.Name} for {blueprint.Input} and {blueprint.Classes} classes: {string.Join("; ", problems.Take(MostNamed))}{more}.");
        }

        return new Network(blueprint, content.Tensors, device: device);
    }

    /// <inheritdoc/>
    public void Dispose() => content.Dispose();

    private IEnumerable<string> Problems(Blueprint blueprint)
    {
        var specs = blueprint.Parameters.ToDictionary(p => p.Name);
        foreach (var spec in specs.Values)
        {
            if (!content.Tensors.TryGetValue(spec.Name, out var tensor))
            {
                yield return $"tensor '{spec.Name}' {Text(spec.Shape)} is missing";
            }
            else if (!tensor.shape.SequenceEqual(spec.Shape))
            {
                yield return $"tensor '{spec.Name}' is {Text(tensor.shape)} and should be {Text(spec.Shape)}";
            }
            else if (!tensor.is_floating_point())
            {
                yield return $"tensor '{spec.Name}' holds numbers of type {tensor.dtype}, not floating-point ones";
            }
        }

        foreach (var (name, tensor) in content.Tensors.Where(t => !specs.ContainsKey(t.Key) && !t.Key.EndsWith(StepCount, StringComparison.Ordinal) && !IsAuxiliary(t.Key)))
        {
            yield return $"tensor '{name}' {Text(tensor.shape)} is not known";
        }
    }

    private static bool IsAuxiliary(string name) => AuxiliaryHeads.Any(h => name.StartsWith(h, StringComparison.Ordinal));

    private static string Text(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}
