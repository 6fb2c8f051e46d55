using Accrete.Blueprints.Layers;

namespace Accrete.Blueprints;

/// <summary>
/// Writes a blueprint layer by layer. Each method takes the names of the layers that are read and gives the name of the
/// new one; a layer that does not fit is refused where it is written.
/// </summary>
/// <example>
/// <code>
/// var b = new BlueprintBuilder("mine", new ImageShape(3, 32, 32));
/// var x = b.Relu(b.BatchNorm(b.Convolution(Blueprint.Image, 32)));
/// var y = b.BatchNorm(b.Convolution(x, 32));
/// b.Linear(b.GlobalAveragePooling(b.Relu(b.Add([x, y]))), 10);
/// Blueprint mine = b.Build();
/// </code>
/// </example>
/// <param name="name">The architecture's name.</param>
/// <param name="input">The image, <c>[C, H, W]</c>.</param>
public sealed class BlueprintBuilder(string name, ImageShape input)
{
    private readonly List<Layer> layers = [];
    private readonly Dictionary<string, ImageShape> shapes = new() { [Blueprint.Image] = input };

    /// <summary>The name of the newest layer.</summary>
    public string Last => layers.Count > 0 ? layers[^1].Name : Blueprint.Image;

    /// <summary>The shape that a layer gives.</summary>
    /// <exception cref="InvalidInputException">There is no such layer.</exception>
    public ImageShape this[string layer] =>
        shapes.TryGetValue(layer, out var shape)
            ? shape
            : throw new InvalidInputException(
                $"blueprint '{name}': there is no layer '{layer}' yet{NearestName.Hint(layer, shapes.Keys)}; "
                    + "write it first."
            );

    /// <summary>Puts a layer of any kind behind those that are there.</summary>
    /// <returns>Its name.</returns>
    /// <exception cref="InvalidInputException">It does not fit behind what it reads, or its name is taken.</exception>
    public string Put(Layer layer)
    {
        var output = layer.Infer([.. layer.Sources.Select(s => this[s])]);
        if (!shapes.TryAdd(layer.Name, output))
        {
            throw new InvalidInputException(
                $"blueprint '{name}': there are two layers '{layer.Name}'; give one of them another name."
            );
        }

        layers.Add(layer);
        return layer.Name;
    }

    /// <inheritdoc cref="Layers.Convolution"/>
    /// <returns>Its name.</returns>
    public string Convolution(
        string from,
        int channels,
        int kernel = 3,
        int stride = 1,
        int? padding = null,
        bool bias = false,
        int groups = 1,
        string? name = null
    ) =>
        Put(new Convolution(name ?? Free("conv"), from, channels, kernel, stride, padding ?? kernel / 2, bias, groups));

    /// <inheritdoc cref="Layers.DepthwiseConvolution"/>
    /// <returns>Its name.</returns>
    public string DepthwiseConvolution(
        string from,
        int kernel = 3,
        int stride = 1,
        int? padding = null,
        bool bias = false,
        string? name = null
    ) => Put(new DepthwiseConvolution(name ?? Free("depthwise"), from, kernel, stride, padding ?? kernel / 2, bias));

    /// <inheritdoc cref="Layers.Linear"/>
    /// <returns>Its name.</returns>
    public string Linear(string from, int features, bool bias = true, string? name = null) =>
        Put(new Linear(name ?? Free("linear"), from, features, bias));

    /// <inheritdoc cref="Layers.BatchNorm"/>
    /// <returns>Its name.</returns>
    public string BatchNorm(string from, double epsilon = 1e-5, string? name = null) =>
        Put(new BatchNorm(name ?? Free("norm"), from, epsilon));

    /// <inheritdoc cref="Layers.Relu"/>
    /// <returns>Its name.</returns>
    public string Relu(string from, double? limit = null, string? name = null) =>
        Put(new Relu(name ?? Free("relu"), from, limit));

    /// <inheritdoc cref="Layers.Dropout"/>
    /// <returns>Its name.</returns>
    public string Dropout(string from, double rate = 0.5, string? name = null) =>
        Put(new Dropout(name ?? Free("dropout"), from, rate));

    /// <inheritdoc cref="Layers.MaxPooling"/>
    /// <returns>Its name.</returns>
    public string MaxPooling(
        string from,
        int side = 2,
        int? stride = null,
        int padding = 0,
        bool ceiling = false,
        string? name = null
    ) => Put(new MaxPooling(name ?? Free("pool"), from, side, stride, padding, ceiling));

    /// <inheritdoc cref="Layers.AveragePooling"/>
    /// <returns>Its name.</returns>
    public string AveragePooling(string from, int side = 2, int? stride = null, string? name = null) =>
        Put(new AveragePooling(name ?? Free("pool"), from, side, stride));

    /// <inheritdoc cref="Layers.GlobalAveragePooling"/>
    /// <returns>Its name.</returns>
    public string GlobalAveragePooling(string from, string? name = null) =>
        Put(new GlobalAveragePooling(name ?? Free("features"), from));

    /// <inheritdoc cref="Layers.Flatten"/>
    /// <returns>Its name.</returns>
    public string Flatten(string from, string? name = null) => Put(new Flatten(name ?? Free("features"), from));

    /// <inheritdoc cref="Layers.Add"/>
    /// <returns>Its name.</returns>
    public string Add(IReadOnlyList<string> from, string? name = null) => Put(new Add(name ?? Free("add"), from));

    /// <inheritdoc cref="Layers.Concat"/>
    /// <returns>Its name.</returns>
    public string Concat(IReadOnlyList<string> from, string? name = null) =>
        Put(new Concat(name ?? Free("concat"), from));

    /// <summary>A layer of a kind that the program has added.</summary>
    /// <param name="from">The layer that it reads.</param>
    /// <param name="type">The name of its kind (<see cref="LayerKind.Name"/>).</param>
    /// <param name="settings">What the kind wants to know of this layer; null for nothing.</param>
    /// <param name="name">The layer's name; one is made up when not given.</param>
    /// <returns>Its name.</returns>
    /// <exception cref="InvalidInputException">Throws if the kind is not known, or cannot take such an
    /// input.</exception>
    public string Custom(
        string from,
        string type,
        IReadOnlyDictionary<string, double>? settings = null,
        string? name = null
    ) => Put(new CustomLayer(name ?? Free(type), from, type, settings));

    /// <inheritdoc cref="Layers.ZeroChannels"/>
    /// <returns>Its name.</returns>
    public string ZeroChannels(string from, int before, int after, string? name = null) =>
        Put(new ZeroChannels(name ?? Free("zeros"), from, before, after));

    /// <summary>The blueprint; its last layer, a linear one, gives the logits.</summary>
    /// <exception cref="InvalidInputException">There are no layers, or the last is not linear.</exception>
    public Blueprint Build() => new(name, input, layers);

    private string Free(string kind) =>
        Enumerable.Range(1, int.MaxValue).Select(i => $"{kind}{i}").First(n => !shapes.ContainsKey(n));
}
