using Accrete.Blueprints;
using Accrete.Files;
using Accrete.Files.Tensors;
using Accrete.Inference;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Interchange;

/// <summary>
/// A state dict: a safetensors file with only the weights of a network, under the names of its parameters as PyTorch
/// has them. Names, types and shapes are read when the file is opened; tensors are read when a network is made of them.
/// </summary>
/// <remarks>
/// The names may contain <c>module.</c> (DataParallel), <c>_orig_mod.</c> (torch.compile) and the like, and may all
/// begin with the name of what contained the network. These tensors are passed over: PyTorch's
/// <c>num_batches_tracked</c>, which counts steps; other tensors that are not of floating-point numbers and that no
/// layer needs; and auxiliary heads, which only training uses (names that begin with <c>aux1.</c> or <c>aux2.</c>, as
/// in torchvision's GoogLeNet).
/// </remarks>
public sealed class StateDictFile : IDisposable
{
    private const int MostNamed = 3;
    private const string StepCount = ".num_batches_tracked";

    private static readonly string[] AuxiliaryHeads = ["aux1.", "aux2."];

    private readonly string path;
    private readonly SafeTensorsReader reader;

    private StateDictFile(string path) => (this.path, reader) = (path, SafeTensorsReader.Open(path));

    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidInputException">Throws if the file is missing, damaged, or not a safetensors
    /// file.</exception>
    public static StateDictFile Read(string path) => new(path);

    /// <summary>Writes a network's parameters and buffers. A reader sees either the old file or the new one.</summary>
    /// <exception cref="AccreteException">Throws if the file cannot be written.</exception>
    public static void Write(string path, Network network) =>
        AtomicFile.Write(
            path,
            stream => SafeTensors.Write(stream, network.State, new Dictionary<string, string> { ["format"] = "pt" })
        );

    /// <summary>
    /// Writes the same with what belongs to a model, its blueprint, class names and preprocessing, as metadata, which
    /// PyTorch passes over: a network that grew or was pruned can be read back from it.
    /// </summary>
    /// <exception cref="AccreteException">Throws if the file cannot be written.</exception>
    public static void Write(string path, Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        ModelFile.Write(path, model);
    }

    /// <summary>Gets the number of classes, which is the number of rows of the last layer's weights.</summary>
    /// <param name="blueprint">The architecture, for any number of classes.</param>
    /// <exception cref="InvalidInputException">Throws if the file has no such weights.</exception>
    public int ClassesOf(Blueprint blueprint)
    {
        var name = $"{blueprint.Layers[^1].Name}.weight";
        var weight = Names(blueprint).Given.TryGetValue(name, out var given)
            ? reader.Entries.GetValueOrDefault(given)
            : null;
        return weight?.Shape is [> 0 and <= int.MaxValue and var classes, _]
            ? (int)classes
            : throw new InvalidInputException(
                $"{path}: {(weight is null ? $"there is no tensor '{name}'" : $"tensor '{given}' is {weight.Sides}")}, "
                    + $"of which {blueprint.Name} has a row for each class; check the network, or say how many "
                    + "classes there are."
            );
    }

    /// <summary>
    /// Describes which parts of names <see cref="ToNetwork"/> leaves out, and which tensors it passes over.
    /// </summary>
    /// <param name="blueprint">Gets the architecture.</param>
    public IEnumerable<string> LeftOut(Blueprint blueprint)
    {
        var names = Names(blueprint);
        string[] around = names.Before.Length > 0 ? [.. names.Wrapped, names.Before] : [.. names.Wrapped];
        if (around.Length > 0)
        {
            yield return $"what held the network in training was left out of the names of tensors: {Quoted(around)}.";
        }

        string[] extra = [.. Extra(names, blueprint)];
        if (extra.Count(IsAuxiliary) is > 0 and var heads)
        {
            yield return $"{heads} tensors of auxiliary heads (aux1., aux2.) were left out; only training uses them.";
        }

        string[] idle =
        [
            .. extra.Where(n => !IsAuxiliary(n) && !IsStepCount(n)).Select(n => names.Given[n]).Where(n => !IsFloat(n)),
        ];
        if (idle.Length > 0)
        {
            yield return "tensors that no layer needs, of numbers that are no floating-point ones, were left out: "
                + $"{Quoted(idle)}.";
        }
    }

    /// <summary>Makes a network with copies of these weights. float16, bfloat16 and float64 become float32.</summary>
    /// <param name="blueprint">Gets the architecture.</param>
    /// <param name="device">The device; the CPU if not given.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if a tensor is missing, unknown, or of another shape or type; the message names the first few.
    /// </exception>
    public Network ToNetwork(Blueprint blueprint, Device? device = null)
    {
        var names = Names(blueprint);
        var problems = Problems(names, blueprint).ToArray();
        if (problems.Length > 0)
        {
            throw new InvalidInputException(
                $"{path}: does not fit {blueprint.Name} for {blueprint.Input} and {blueprint.Classes} classes: "
                    + $"{Few(problems)}."
            );
        }

        var given = blueprint.Parameters.ToDictionary(p => p.Name, p => names.Given[p.Name]);
        using var content = reader.Read(given.Values.ToHashSet().Contains);
        return new Network(blueprint, given.ToDictionary(n => n.Key, n => content.Tensors[n.Value]), device: device);
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    private StateDictNames Names(Blueprint blueprint)
    {
        try
        {
            return new StateDictNames([.. reader.Entries.Keys], reader.Entries.Keys.Where(IsFloat), blueprint);
        }
        catch (InvalidInputException e)
        {
            throw new InvalidInputException($"{path}: {e.Message}.", e);
        }
    }

    private IEnumerable<(string Kind, string Text)> Problems(StateDictNames names, Blueprint blueprint)
    {
        foreach (var spec in blueprint.Parameters)
        {
            if (!names.Given.TryGetValue(spec.Name, out var given))
            {
                yield return ("are missing", $"tensor '{spec.Name}' {Text(spec.Shape)} is missing");
            }
            else if (reader.Entries[given] is { IsFloat: false, Type.Name: var type })
            {
                yield return (
                    "do not either",
                    $"tensor '{given}' holds numbers of type {type}, not floating-point ones of 16 bits or more"
                );
            }
            else if (reader.Entries[given] is var entry && !entry.Shape.SequenceEqual(spec.Shape))
            {
                yield return (
                    "do not fit either",
                    $"tensor '{given}' is {entry.Sides} and should be {Text(spec.Shape)}"
                );
            }
        }

        foreach (
            var name in Extra(names, blueprint)
                .Where(n => !IsAuxiliary(n) && !IsStepCount(n) && IsFloat(names.Given[n]))
        )
        {
            yield return (
                "are not known",
                $"tensor '{names.Given[name]}' {reader.Entries[names.Given[name]].Sides} is not known"
            );
        }
    }

    // The first few of each kind.
    private static string Few(IEnumerable<(string Kind, string Text)> problems) =>
        string.Join(
            "; ",
            problems
                .GroupBy(p => p.Kind)
                .SelectMany(kind =>
                    kind.Take(MostNamed)
                        .Select(p => p.Text)
                        .Concat(kind.Skip(MostNamed).Any() ? [$"and {kind.Count() - MostNamed} more {kind.Key}"] : [])
                )
        );

    private static IEnumerable<string> Extra(StateDictNames names, Blueprint blueprint) =>
        names.Given.Keys.Except(blueprint.Parameters.Select(p => p.Name));

    private bool IsFloat(string given) => reader.Entries[given].IsFloat;

    private static bool IsStepCount(string name) => name.EndsWith(StepCount, StringComparison.Ordinal);

    private static bool IsAuxiliary(string name) =>
        AuxiliaryHeads.Any(h => name.StartsWith(h, StringComparison.Ordinal));

    private static string Quoted(string[] names) =>
        string.Join(", ", names.Take(MostNamed).Select(n => $"'{n}'"))
        + (names.Length > MostNamed ? $" and {names.Length - MostNamed} more" : "");

    private static string Text(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}
