using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Accrete.Blueprints;
using Accrete.Costs;
using Accrete.Datasets.Sources;
using Accrete.Files;
using Accrete.Files.Tensors;
using Accrete.Machine;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Inference;

/// <summary>
/// A model in one safetensors file: weights, and in the metadata the blueprint, class names and preprocessing.
/// </summary>
internal static class ModelFile
{
    /// <summary>The version of the format that this version of Accrete writes, and the newest that it reads.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The name of the file of a run's last network, and of each stage's.</summary>
    public const string NameInFolder = "model.safetensors";

    private const string SchemaKey = "accrete.schema";
    private const string BlueprintKey = "accrete.blueprint";

    /// <summary>Whether a safetensors file says which network its weights belong to.</summary>
    /// <exception cref="InvalidInputException">Throws if it is missing, damaged, or no safetensors file.</exception>
    internal static bool NamesNetwork(string path)
    {
        using var reader = SafeTensorsReader.Open(path);
        return reader.Metadata.ContainsKey(BlueprintKey);
    }

    private const string ClassesKey = "accrete.classes";
    private const string PreprocessingKey = "accrete.preprocessing";

    /// <summary>Writes a model; a reader sees the old file or the new one.</summary>
    /// <exception cref="AccreteException">Throws if the file cannot be written.</exception>
    public static void Write(string path, Model model) => Write(Disk.OfMachine, path, model);

    /// <summary>The same on some disk.</summary>
    public static void Write(IDisk disk, string path, Model model)
    {
        // Other readers of safetensors ask for this key and know no better value for plain tensors.
        var metadata = Metadata(model, model.Network.Blueprint).Prepend(new("format", "pt")).ToDictionary();
        AtomicFile.Write(disk, path, stream => SafeTensors.Write(stream, model.Network.State, metadata));
    }

    /// <summary>What a file says of a model beside its weights.</summary>
    /// <param name="model">The model.</param>
    /// <param name="blueprint">The architecture to which the weights in the file belong.</param>
    public static Dictionary<string, string> Metadata(Model model, Blueprint blueprint) =>
        new()
        {
            [SchemaKey] = $"{CurrentSchema}",
            [BlueprintKey] = BlueprintJson.Write(blueprint),
            [ClassesKey] = JsonSerializer.Serialize(model.Classes, ModelJson.Default.IReadOnlyListString),
            [PreprocessingKey] = JsonSerializer.Serialize(model.Preprocessing, ModelJson.Default.Preprocessing),
        };

    /// <summary>Reads a model, which the caller owns.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">The device; the CPU if not given.</param>
    /// <param name="limits">Limits on its memory and compute.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if the file is missing, damaged, not a model of Accrete, or of a newer format, or if the network exceeds
    /// the limits.
    /// </exception>
    public static Model Read(string path, Device? device = null, CostLimits? limits = null)
    {
        LibTorch.Load();
        using var reader = SafeTensorsReader.Open(path);
        var said = reader.Metadata;
        CheckSchema(said, SchemaKey, CurrentSchema, path);
        var blueprint = BlueprintJson.Read(Text(said, BlueprintKey, path), path);
        var classes = Parse(said, ClassesKey, path, ModelJson.Default.IReadOnlyListString);
        limits ??= CostLimits.Usual;
        limits.Check(blueprint, path);
        var preprocessing = Parse(said, PreprocessingKey, path, ModelJson.Default.Preprocessing);
        if (classes.Count != blueprint.Classes || preprocessing.Shape != blueprint.Input)
        {
            throw new InvalidInputException(
                $"{path}: names {classes.Count} classes and images of {preprocessing.Shape}, but its network "
                    + $"has {blueprint.Classes} and {blueprint.Input}; get or make it again."
            );
        }

        try
        {
            preprocessing.Check(blueprint.Input);
            ImageShapes.Check(blueprint.Input);
        }
        catch (InvalidInputException e)
        {
            throw new InvalidInputException($"{path}: {e.Message}", e);
        }

        reader.Expect(Weights(blueprint), "get another copy");
        using var content = reader.Read();
        var network = Weighted(blueprint, content, path, device);
        network.MostMemory = limits.Memory;
        return new Model(network, classes, preprocessing);
    }

    /// <summary>The tensors of a network's weights, by name.</summary>
    public static Dictionary<string, ExpectedTensor> Weights(Blueprint blueprint) =>
        blueprint.Parameters.ToDictionary(p => p.Name, p => new ExpectedTensor(p.Shape, ExpectedTensor.Weights));

    /// <summary>The network of a file's blueprint and weights.</summary>
    public static Network Weighted(Blueprint blueprint, SafeTensorsContent content, string path, Device? device)
    {
        try
        {
            return new Network(blueprint, content.Tensors, device: device);
        }
        catch (InvalidInputException e)
        {
            throw new InvalidInputException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>A text of the metadata.</summary>
    public static string Text(IReadOnlyDictionary<string, string> metadata, string key, string path) =>
        metadata.TryGetValue(key, out var text)
            ? text
            : throw new InvalidInputException(
                $"{path}: its metadata lacks '{key}': it was not written by Accrete; weights from elsewhere "
                    + $"become a model with '{CommandHint.Of("import")}'."
            );

    /// <summary>A text of the metadata, read as JSON.</summary>
    public static T Parse<T>(
        IReadOnlyDictionary<string, string> metadata,
        string key,
        string path,
        JsonTypeInfo<T> type
    )
        where T : class
    {
        var text = Text(metadata, key, path);
        try
        {
            return CheckedJson.Read(text, type);
        }
        catch (Exception e) when (e is JsonException or InvalidInputException)
        {
            throw new InvalidInputException($"{path}: its metadata '{key}' cannot be read ({e.Message}).", e);
        }
    }

    /// <summary>Passes a file of a layout that this version reads.</summary>
    public static void CheckSchema(IReadOnlyDictionary<string, string> metadata, string key, int newest, string path)
    {
        if (!int.TryParse(Text(metadata, key, path), out var schema) || schema < 1 || schema > newest)
        {
            throw new InvalidInputException(
                $"{path}: its layout is of version {GivenText.Shown(Text(metadata, key, path))}, and this "
                    + $"Accrete reads up to {newest}; use a newer Accrete."
            );
        }
    }
}
