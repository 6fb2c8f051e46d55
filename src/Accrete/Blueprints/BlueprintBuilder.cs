using Accrete.Blueprints.Layers;

namespace Accrete.Blueprints;

/// <summary>
/// Builds a blueprint layer by layer. Each method takes the names of the layers that the new layer reads, adds the new
/// layer, and returns its name. A layer that does not fit is refused at once.
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

    /// <summary>Gets the name of the newest layer.</summary>
    public string Last => layers.Count > 0 ? layers[^1].Name : Blueprint.Image;

    /// <summary>Gets the shape of a layer's output, <c>[C, H, W]</c>.</summary>
    /// <exception cref="InvalidInputException">Throws if there is no such layer.</exception>
    public ImageShape this[string layer] =>
        shapes.TryGetValue(layer, out var shape)
            ? shape
            : throw new InvalidInputException(
                $"blueprint '{name}': there is no layer '{layer}' yet{NearestName.Hint(layer, shapes.Keys)}; "
                    + "write it first."
            );

    /// <summary>Adds a layer of any kind.</summary>
    /// <returns>The name of the new layer.</returns>
    /// <exception cref="InvalidInputException">
    /// Throws if the layer does not fit the layers that it reads, or if its name is taken.
    /// </exception>
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

    /// <summary>Adds a square convolution, <c>[N, C, H, W]</c> to <c>[N, channels, H', W']</c>.</summary>
    /// <param name="from">The layer that it reads.</param>
    /// <param name="channels">The number of output channels.</param>
    /// <param name="kernel">The side of the kernel, in pixels.</param>
    /// <param name="stride">The stride, in pixels.</param>
    /// <param name="padding">The zeros on each border, in pixels; half of the kernel if not given.</param>
    /// <param name="bias">Whether a bias is added; not needed before a norm.</param>
    /// <param name="groups">The number of groups: each group of output channels reads one group of input
    /// channels.</param>
    /// <param name="name">The name of the new layer; made from its kind if not given.</param>
    /// <returns>The name of the new layer.</returns>
    /// <exception cref="InvalidInputException">
    /// Throws if the layer does not fit what it reads, or if its name is taken.
    /// </exception>
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

    /// <summary>Adds a square convolution of each channel by itself.</summary>
    /// <param name="from">The layer that it reads.</param>
    /// <param name="kernel">The side of the kernel, in pixels.</param>
    /// <param name="stride">The stride, in pixels.</param>
    /// <param name="padding">The zeros on each border, in pixels; half of the kernel if not given.</param>
    /// <param name="bias">Whether a bias is added; not needed before a norm.</param>
    /// <param name="name">The name of the new layer; made from its kind if not given.</param>
    /// <returns>The name of the new layer.</returns>
    /// <exception cref="InvalidInputException">
    /// Throws if the layer does not fit what it reads, or if its name is taken.
    /// </exception>
    public string DepthwiseConvolution(
        string from,
        int kernel = 3,
        int stride = 1,
        int? padding = null,
        bool bias = false,
        string? name = null
    ) => Put(new DepthwiseConvolution(name ?? Free("depthwise"), from, kernel, stride, padding ?? kernel / 2, bias));

    /// <summary>Adds a fully connected layer, <c>[N, F]</c> to <c>[N, features]</c>.</summary>
    /// <param name="from">The layer that it reads.</param>
    /// <param name="features">The number of output features.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="name">The name of the new layer; made from its kind if not given.</param>
    /// <returns>The name of the new layer.</returns>
    /// <exception cref="InvalidInputException">
    /// Throws if the layer does not fit what it reads, or if its name is taken.
    /// </exception>
    public string Linear(string from, int features, bool bias = true, string? name = null) =>
        Put(new Linear(name ?? Free("linear"), from, features, bias));

    /// <summary>
    /// Adds a batch normalization of each channel, with a learned scale and shift (Ioffe and Szegedy, 2015).
    /// </summary>
    /// <param name="from">The layer that it reads.</param>
    /// <param name="epsilon">A small number that is added to the variance.</param>
    /// <param name="name">The name of the new layer; made from its kind if not given.</param>
    /// <returns>The name of the new layer.</returns>
    /// <exception cref="InvalidInputException">
    /// Throws if the layer does not fit what it reads, or if its name is taken.
    /// </exception>
    public string BatchNorm(string from, double epsilon = 1e-5, string? name = null) =>
        Put(new BatchNorm(name ?? Free("norm"), from, epsilon));

    /// <summary>Adds the activation max(x, 0).</summary>
    /// <param name="from">The layer that it reads.</param>
    /// <param name="limit">The largest output, such as 6 in MobileNetV2; null for no limit.</param>
    /// <param name="name">The name of the new layer; made from its kind if not given.</param>
    /// <returns>The name of the new layer.</returns>
    /// <exception cref="InvalidInputException">
    /// Throws if the layer does not fit what it reads, or if its name is taken.
    /// </exception>
    public string Relu(string from, double? limit = null, string? name = null) =>
        Put(new Relu(name ?? Free("relu"), from, limit));

    /// <summary>
    /// Adds a dropout, which sets values to 0 at random in train mode and enlarges the others (Srivastava et al.,
    /// 2014).
    /// </summary>
    /// <param name="from">The layer that it reads.</param>
    /// <param name="rate">The probability that a value becomes 0.</param>
    /// <param name="name">The name of the new layer; made from its kind if not given.</param>
    /// <returns>The name of the new layer.</returns>
    /// <exception cref="InvalidInputException">
    /// Throws if the layer does not fit what it reads, or if its name is taken.
    /// </exception>
    public string Dropout(string from, double rate = 0.5, string? name = null) =>
        Put(new Dropout(name ?? Free("dropout"), from, rate));

    /// <summary>Adds a max pooling: the largest value of each square window.</summary>
    /// <param name="from">The layer that it reads.</param>
    /// <param name="side">The side of the window, in pixels.</param>
    /// <param name="stride">The stride, in pixels; the side if not given.</param>
    /// <param name="padding">The pixels on each border that are never the largest; at most half a side.</param>
    /// <param name="ceiling">Whether a window that extends beyond the image is used; otherwise it is left out.</param>
    /// <param name="name">The name of the new layer; made from its kind if not given.</param>
    /// <returns>The name of the new layer.</returns>
    /// <exception cref="InvalidInputException">
    /// Throws if the layer does not fit what it reads, or if its name is taken.
    /// </exception>
    public string MaxPooling(
        string from,
        int side = 2,
        int? stride = null,
        int padding = 0,
        bool ceiling = false,
        string? name = null
    ) => Put(new MaxPooling(name ?? Free("pool"), from, side, stride, padding, ceiling));

    /// <summary>Adds an average pooling: the mean of each square window; an incomplete window is left out.</summary>
    /// <param name="from">The layer that it reads.</param>
    /// <param name="side">The side of the window, in pixels.</param>
    /// <param name="stride">The stride, in pixels; the side if not given.</param>
    /// <param name="name">The name of the new layer; made from its kind if not given.</param>
    /// <returns>The name of the new layer.</returns>
    /// <exception cref="InvalidInputException">
    /// Throws if the layer does not fit what it reads, or if its name is taken.
    /// </exception>
    public string AveragePooling(string from, int side = 2, int? stride = null, string? name = null) =>
        Put(new AveragePooling(name ?? Free("pool"), from, side, stride));

    /// <summary>Adds the mean of each channel, <c>[N, C, H, W]</c> to <c>[N, C]</c>.</summary>
    /// <param name="from">The layer that it reads.</param>
    /// <param name="name">The name of the new layer; made from its kind if not given.</param>
    /// <returns>The name of the new layer.</returns>
    /// <exception cref="InvalidInputException">
    /// Throws if the layer does not fit what it reads, or if its name is taken.
    /// </exception>
    public string GlobalAveragePooling(string from, string? name = null) =>
        Put(new GlobalAveragePooling(name ?? Free("features"), from));

    /// <summary>
    /// Adds a layer that puts all values of an image into one row, <c>[N, C, H, W]</c> to <c>[N, C x H x W]</c>.
    /// </summary>
    /// <param name="from">The layer that it reads.</param>
    /// <param name="name">The name of the new layer; made from its kind if not given.</param>
    /// <returns>The name of the new layer.</returns>
    /// <exception cref="InvalidInputException">
    /// Throws if the layer does not fit what it reads, or if its name is taken.
    /// </exception>
    public string Flatten(string from, string? name = null) => Put(new Flatten(name ?? Free("features"), from));

    /// <summary>
    /// Adds the sum of outputs of the same shape, as at the end of a residual block (He et al., 2016).
    /// </summary>
    /// <param name="from">The layers whose outputs are added.</param>
    /// <param name="name">The name of the new layer; made from its kind if not given.</param>
    /// <returns>The name of the new layer.</returns>
    /// <exception cref="InvalidInputException">
    /// Throws if the layer does not fit what it reads, or if its name is taken.
    /// </exception>
    public string Add(IReadOnlyList<string> from, string? name = null) => Put(new Add(name ?? Free("add"), from));

    /// <summary>Adds a layer that joins the channels of its inputs, one input after the other.</summary>
    /// <param name="from">The layers whose channels are joined.</param>
    /// <param name="name">The name of the new layer; made from its kind if not given.</param>
    /// <returns>The name of the new layer.</returns>
    /// <exception cref="InvalidInputException">
    /// Throws if the layer does not fit what it reads, or if its name is taken.
    /// </exception>
    public string Concat(IReadOnlyList<string> from, string? name = null) =>
        Put(new Concat(name ?? Free("concat"), from));

    /// <summary>Adds a layer of a kind that the program has registered.</summary>
    /// <param name="from">The layer that it reads.</param>
    /// <param name="type">The name of its kind (<see cref="LayerKind.Name"/>).</param>
    /// <param name="settings">The settings of this layer, as its kind defines them; null for none.</param>
    /// <param name="name">The name of the new layer; made from its kind if not given.</param>
    /// <returns>The name of the new layer.</returns>
    /// <exception cref="InvalidInputException">Throws if the kind is not known, or cannot take such an
    /// input.</exception>
    public string Custom(
        string from,
        string type,
        IReadOnlyDictionary<string, double>? settings = null,
        string? name = null
    ) => Put(new CustomLayer(name ?? Free(type), from, type, settings));

    /// <summary>
    /// Adds a layer that puts channels of zeros before and behind those of its input: the shortcut without parameters
    /// of residual networks for small images (He et al., 2016, option A).
    /// </summary>
    /// <param name="from">The layer that it reads.</param>
    /// <param name="before">The number of channels of zeros before.</param>
    /// <param name="after">The number of channels of zeros behind.</param>
    /// <param name="name">The name of the new layer; made from its kind if not given.</param>
    /// <returns>The name of the new layer.</returns>
    /// <exception cref="InvalidInputException">
    /// Throws if the layer does not fit what it reads, or if its name is taken.
    /// </exception>
    public string ZeroChannels(string from, int before, int after, string? name = null) =>
        Put(new ZeroChannels(name ?? Free("zeros"), from, before, after));

    /// <summary>Makes the blueprint. Its last layer must be a linear one, which gives the logits.</summary>
    /// <exception cref="InvalidInputException">Throws if there are no layers, or if the last layer is not
    /// linear.</exception>
    public Blueprint Build() => new(name, input, layers);

    private string Free(string kind) =>
        Enumerable.Range(1, int.MaxValue).Select(i => $"{kind}{i}").First(n => !shapes.ContainsKey(n));
}
