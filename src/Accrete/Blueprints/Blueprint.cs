using System.Text.Json.Serialization;
using Accrete.Blueprints.Layers;

namespace Accrete.Blueprints;

/// <summary>
/// A blueprint: an architecture as immutable data, without weights or tensors. It is a list of layers with their
/// widths, in which each layer follows the layers that it reads. The last layer gives the logits, <c>[N, classes]</c>.
/// </summary>
public sealed class Blueprint : IEquatable<Blueprint>
{
    /// <summary>The name by which layers refer to the input image.</summary>
    public const string Image = "image";

    private const int MostLayers = 10_000;

    // A dense block of a hundred layers has five thousand.
    private const int MostInputs = 100_000;
    private const int LongestName = 200;

    // As many as fit into a table beside other columns.
    private const int MostWidthRuns = 8;

    private readonly Dictionary<string, LayerCosts> byName = [];
    private readonly Dictionary<string, List<Layer>> readers = [];
    private readonly List<LayerCosts> costs = [];
    private int read;

    // The layers through which a gradient reaches something that learns.
    private readonly HashSet<string> learning = [];

    /// <summary>Makes a blueprint: checks that the layers fit together, and computes their shapes and costs.</summary>
    /// <param name="name">The architecture's name, such as <c>vgg19</c>.</param>
    /// <param name="input">The image, <c>[C, H, W]</c>.</param>
    /// <param name="layers">The layers, each after the layers that it reads.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if a name is used twice or unknown, or if shapes do not fit; the message names the layer.
    /// </exception>
    [JsonConstructor]
    public Blueprint(string name, ImageShape input, IReadOnlyList<Layer> layers)
    {
        Name = name ?? throw new InvalidInputException("blueprint: it has no name.");
        Input = input is { Channels: > 0, Height: > 0, Width: > 0 }
            ? input
            : throw new InvalidInputException($"blueprint '{name}': an image of {input} is empty.");
        Layers = layers is { Count: > 0 }
            ? [.. layers]
            : throw new InvalidInputException($"blueprint '{name}': it has no layers.");
        if (Layers.Count > MostLayers)
        {
            throw new InvalidInputException(
                $"blueprint '{name}': it has {Layers.Count} layers; {MostLayers} are the most."
            );
        }

        foreach (var layer in Layers)
        {
            CheckName(layer);
            try
            {
                Place(layer);
            }
            catch (OverflowException e)
            {
                throw new InvalidInputException(
                    $"layer '{layer.Name}': is larger than any memory; lower its width or the image's size.",
                    e
                );
            }
        }

        if (Layers[^1] is not Linear)
        {
            throw new InvalidInputException(
                $"blueprint '{name}': the last layer must be a linear layer that gives the logits, not "
                    + $"'{Layers[^1].Name}'."
            );
        }
    }

    /// <summary>The architecture's name.</summary>
    public string Name { get; }

    /// <summary>The image, <c>[C, H, W]</c>.</summary>
    public ImageShape Input { get; }

    /// <summary>The layers, each after the layers that it reads.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>Gets the shapes, parameters and compute of each layer, in the order of the layers.</summary>
    [JsonIgnore]
    public IReadOnlyList<LayerCosts> Costs => costs;

    /// <summary>Gets the number of classes, which is the width of the last layer.</summary>
    [JsonIgnore]
    public int Classes => byName[Layers[^1].Name].Output.Channels;

    /// <summary>Gets all parameters and buffers, layer by layer.</summary>
    [JsonIgnore]
    public IEnumerable<ParameterSpec> Parameters => Costs.SelectMany(c => c.Parameters);

    /// <summary>Gets the number of learned values.</summary>
    [JsonIgnore]
    public long ParameterCount { get; private set; }

    /// <summary>Gets the multiply-accumulates of a forward pass of one image.</summary>
    [JsonIgnore]
    public long ForwardMacs { get; private set; }

    /// <summary>
    /// Gets the multiply-accumulates of one image in a training step: forward pass and both backward products.
    /// </summary>
    [JsonIgnore]
    public long TrainingMacs { get; private set; }

    /// <summary>
    /// Gets how many values all layers read and write in a forward pass of one image, each layer counted by itself.
    /// </summary>
    [JsonIgnore]
    public long ActivationCount { get; private set; }

    /// <summary>Gets the number of values in all parameters and buffers.</summary>
    [JsonIgnore]
    public long StoredCount { get; private set; }

    /// <summary>
    /// Describes the widths of all convolutions and linear layers but the last, with equal neighbors counted:
    /// <c>2x32-2x64</c>. Of many, only the first and the last are shown, with the number of layers: <c>32-16-96...1280
    /// (35 layers)</c>.
    /// </summary>
    public string DescribeWidths()
    {
        var widths = Costs
            .SkipLast(1)
            .Where(c => c.Layer.Has(LayerTraits.NewChannels))
            .Select(c => c.Output.Channels)
            .ToArray();
        var runs = new List<(int Width, int Count)>();
        foreach (var width in widths)
        {
            if (runs.Count > 0 && runs[^1].Width == width)
            {
                runs[^1] = (width, runs[^1].Count + 1);
            }
            else
            {
                runs.Add((width, 1));
            }
        }

        var words = runs.ConvertAll(r => r.Count == 1 ? $"{r.Width}" : $"{r.Count}x{r.Width}");
        return words.Count <= MostWidthRuns
            ? string.Join("-", words)
            : $"{string.Join("-", words.Take(3))}...{words[^1]} ({widths.Length} layers)";
    }

    /// <summary>Makes a blueprint with the same layers for images of another size.</summary>
    /// <exception cref="InvalidInputException">
    /// Throws if a layer cannot take feature maps of the resulting size; the message names the layer.
    /// </exception>
    public Blueprint At(ImageShape input) => input == Input ? this : new Blueprint(Name, input, Layers);

    /// <summary>Gets the shapes, parameters and compute of one layer.</summary>
    /// <exception cref="InvalidInputException">Throws if there is no such layer.</exception>
    public LayerCosts this[string layer] =>
        byName.TryGetValue(layer, out var costs)
            ? costs
            : throw new InvalidInputException(
                $"blueprint '{Name}': there is no layer '{GivenText.Shown(layer)}'; it has "
                    + $"{GivenText.Shown(string.Join(", ", byName.Keys))}."
            );

    /// <summary>Says whether there is a layer of that name.</summary>
    public bool Has(string layer) => byName.ContainsKey(layer);

    /// <summary>Gets the layers that read a layer, in order.</summary>
    public IEnumerable<Layer> Readers(string layer) => readers.TryGetValue(layer, out var all) ? all : [];

    /// <summary>The norm that alone reads a layer; null where something else reads it, or nothing does.</summary>
    internal BatchNorm? NormBehind(string layer) => Readers(layer).ToArray() is [BatchNorm norm] ? norm : null;

    /// <inheritdoc/>
    public bool Equals(Blueprint? other) =>
        other is not null && Name == other.Name && Input == other.Input && Layers.SequenceEqual(other.Layers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Blueprint);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Input, Layers.Count, ParameterCount);

    private void CheckName(Layer layer)
    {
        if (layer is null)
        {
            throw new InvalidInputException($"blueprint '{Name}': one of its layers is empty.");
        }

        if (layer.Name == Image || string.IsNullOrEmpty(layer.Name) || byName.ContainsKey(layer.Name))
        {
            throw new InvalidInputException(
                $"blueprint '{Name}': the layer name '{layer.Name}' is empty, reserved or used twice."
            );
        }

        if (layer.Name.Length > LongestName || layer.Name.Any(char.IsControl))
        {
            throw new InvalidInputException(
                $"blueprint '{Name}': the layer name '{GivenText.Shown(layer.Name)}' has control characters or "
                    + $"more than {LongestName} characters; give it another."
            );
        }

        read += layer.Sources.Count;
        if (read > MostInputs)
        {
            throw new InvalidInputException(
                $"blueprint '{Name}': up to '{layer.Name}' its layers read {read} inputs; {MostInputs} are the most."
            );
        }
    }

    private void Place(Layer layer)
    {
        var inputs = layer.Sources.Select(s => ShapeOf(s, layer)).ToArray();
        var output = layer.Infer(inputs);
        var parameters = layer.Parameters(inputs);
        var learned = parameters.Where(p => p.Learned).Sum(p => p.Count);
        var forward = layer.Macs(inputs, output);
        // Where nothing before the layer learns, no gradient is sent.
        var products = layer.Sources.Any(learning.Contains) ? 3 : 2;
        var placed = new LayerCosts(layer, inputs, output, parameters, forward, checked(products * forward));
        byName.Add(layer.Name, placed);
        costs.Add(placed);
        foreach (var source in layer.Sources.Distinct())
        {
            if (!readers.TryGetValue(source, out var all))
            {
                readers.Add(source, all = []);
            }

            all.Add(layer);
        }
        checked
        {
            (ParameterCount, ForwardMacs, TrainingMacs) = (
                ParameterCount + learned,
                ForwardMacs + forward,
                TrainingMacs + placed.TrainingMacs
            );
            (ActivationCount, StoredCount) = (
                ActivationCount + inputs.Sum(i => i.Elements) + output.Elements,
                StoredCount + parameters.Sum(p => p.Count)
            );
        }

        if (learned > 0 || products == 3)
        {
            learning.Add(layer.Name);
        }
    }

    private ImageShape ShapeOf(string source, Layer reader)
    {
        if (source == Image)
        {
            return Input;
        }

        if (byName.TryGetValue(source, out var placed))
        {
            return placed.Output;
        }

        throw new InvalidInputException(
            Layers.Any(l => l?.Name == source)
                ? Reaches(source, reader.Name)
                    ? $"layer '{reader.Name}': reads '{source}', which itself is made from '{reader.Name}': a "
                        + "network has no cycles."
                    : $"layer '{reader.Name}': reads '{source}', which comes after it; put it behind what it reads."
                : $"layer '{reader.Name}': reads '{source}', which is no "
                    + $"layer{NearestName.Hint(source, Layers.Select(l => l?.Name ?? ""))}; name an earlier "
                    + $"layer or '{Image}'."
        );
    }

    // Whether a layer is made from another, directly or through others.
    private bool Reaches(string from, string to)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>([from]);
        while (open.TryPop(out var name))
        {
            if (name == to)
            {
                return true;
            }

            if (seen.Add(name))
            {
                foreach (var source in Layers.Where(l => l?.Name == name).SelectMany(l => l.Sources))
                {
                    open.Push(source);
                }
            }
        }

        return false;
    }
}
