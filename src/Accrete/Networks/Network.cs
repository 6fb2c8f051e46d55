using Accrete.Blueprints;
using Accrete.Machine;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Accrete.Networks;

/// <summary>
/// A network: a blueprint with weights. It computes logits <c>[N, classes]</c> from normalized images <c>[N, C, H,
/// W]</c>, and owns its weights.
/// </summary>
/// <remarks>
/// It is not a module of TorchSharp, because those can be moved to another device or type, which replaces every weight
/// by another tensor, while optimizers and running means refer to the old ones. Parameters and buffers have the names
/// of <see cref="Blueprint.Parameters"/>. Kernels are kept in channels-last order, so that images in that order stay in
/// it through the network.
/// </remarks>
public sealed class Network : IDisposable
{
    private readonly Dictionary<string, Tensor> state = [];
    private readonly List<(string Name, Parameter Value)> learned = [];
    private readonly IReadOnlyList<ForwardStep> order;

    static Network() => LibTorch.Load();

    /// <summary>
    /// Makes a network with random weights (He et al., 2015, fan in), which are the same for the same seed.
    /// </summary>
    public Network(Blueprint blueprint, Seed seed, ScalarType type = ScalarType.Float32, Device? device = null)
        : this(blueprint, type, device, spec => FreshWeights.Make(spec, seed)) { }

    /// <summary>Makes a network with the given weights, which are copied.</summary>
    /// <param name="blueprint">The architecture.</param>
    /// <param name="weights">A tensor for each name of <see cref="Blueprint.Parameters"/>.</param>
    /// <param name="type">The type of the stored weights: float32, or float64 for exact comparisons.</param>
    /// <param name="device">The device; the CPU if not given.</param>
    /// <exception cref="InvalidInputException">Throws if a tensor is missing or of the wrong shape.</exception>
    public Network(
        Blueprint blueprint,
        IReadOnlyDictionary<string, Tensor> weights,
        ScalarType type = ScalarType.Float32,
        Device? device = null
    )
        : this(Fitting(blueprint, weights), type, device, spec => weights[spec.Name]) { }

    private Network(Blueprint blueprint, ScalarType type, Device? device, Func<ParameterSpec, Tensor> source)
    {
        Blueprint = blueprint;
        Type = type;
        Device = device ?? CPU;
        order = ForwardOrder.Of(blueprint);
        var specs = blueprint.Parameters.Where(p => p.Learned).ToLookup(p => p.Shape.Count > 1);
        Kernels = new PackedTensors(specs[true], type, Device);
        Vectors = new PackedTensors(specs[false], type, Device);
        Statistics = new PackedTensors(blueprint.Parameters.Where(p => !p.Learned), type, Device);
        Packs = [Kernels, Vectors, Statistics];
        foreach (var spec in blueprint.Parameters)
        {
            Register(spec, source);
        }
    }

    /// <summary>The architecture.</summary>
    public Blueprint Blueprint { get; }

    /// <summary>Gets the type of the stored weights.</summary>
    public ScalarType Type { get; }

    /// <summary>Gets the device that the network runs on.</summary>
    public Device Device { get; }

    /// <summary>Gets or sets the precision of activations and products.</summary>
    public Precision Precision { get; set; }

    /// <summary>
    /// Gets or sets whether the network is in train mode: batch norms use the statistics of the batch and update the
    /// running statistics, and dropout layers drop values. Otherwise it is in eval mode, where each logit depends on
    /// its image and the weights alone. A new network is in train mode.
    /// </summary>
    public bool IsTraining { get; set; } = true;

    /// <summary>
    /// Gets or sets whether dropout layers drop values in train mode; if not, train mode is deterministic too.
    /// </summary>
    public bool DropsOut { get; set; } = true;

    /// <summary>
    /// The most bytes that the images of one pass may take where nothing depends on how many there are; null for a
    /// share of this machine's.
    /// </summary>
    internal long? MostMemory { get; set; }

    /// <summary>Gets the type of the activations.</summary>
    public ScalarType ComputeType => Precision == Precision.BFloat16 ? ScalarType.BFloat16 : Type;

    /// <summary>Gets all parameters and buffers by name, in the blueprint's order; the network owns them.</summary>
    public IReadOnlyDictionary<string, Tensor> State => state;

    /// <summary>Gets the learned parameters by name, in the blueprint's order; the network owns them.</summary>
    public IReadOnlyList<(string Name, Parameter Value)> Learned => learned;

    /// <summary>The learned parameters of several axes: kernels and matrices.</summary>
    internal PackedTensors Kernels { get; }

    /// <summary>The learned parameters of one axis: of norms, and biases.</summary>
    internal PackedTensors Vectors { get; }

    /// <summary>What norms have seen.</summary>
    internal PackedTensors Statistics { get; }

    /// <summary>All of them.</summary>
    internal IReadOnlyList<PackedTensors> Packs { get; }

    /// <summary>
    /// Computes the logits, <c>[N, classes]</c> in float32 (float64 for a float64 network), in the caller's dispose
    /// scope.
    /// </summary>
    /// <param name="images">Normalized images, <c>[N, C, H, W]</c>.</param>
    public Tensor Forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        var last = order[^1].Output;
        return Run(images, order, [last])[last].to_type(Type).MoveToOuterDisposeScope();
    }

    /// <summary>Computes the outputs of some layers, in the type of the activations.</summary>
    /// <param name="images">Normalized images, <c>[N, C, H, W]</c>.</param>
    /// <param name="layers">The names of the layers.</param>
    public IReadOnlyDictionary<string, Tensor> Observe(Tensor images, IReadOnlyCollection<string> layers) =>
        Run(images, ForwardOrder.Observed(Blueprint, layers), layers);

    /// <summary>Makes a network with copies of these weights for images of another size.</summary>
    /// <exception cref="InvalidInputException">
    /// Throws if the weights depend on the size, or the images are too small for a layer.
    /// </exception>
    public Network At(ImageShape input) => With(Blueprint.At(input), State);

    /// <summary>Makes a copy with weights of its own and the same settings.</summary>
    public Network Copy() => With(Blueprint, State);

    /// <summary>The same in float32 computation (float64 for a float64 network).</summary>
    internal Network CopyInFullPrecision()
    {
        var copy = Copy();
        copy.Precision = Precision.Float32;
        return copy;
    }

    /// <summary>
    /// A network with another blueprint and other weights, which are copied, that computes as this one does: in the
    /// same type, on the same device, with the same precision and mode.
    /// </summary>
    internal Network With(Blueprint blueprint, IReadOnlyDictionary<string, Tensor> weights) =>
        new(blueprint, weights, Type, Device)
        {
            Precision = Precision,
            IsTraining = IsTraining,
            DropsOut = DropsOut,
            MostMemory = MostMemory,
        };

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in state.Values)
        {
            tensor.Dispose();
        }

        foreach (var pack in Packs)
        {
            pack.Dispose();
        }
    }

    private Dictionary<string, Tensor> Run(
        Tensor images,
        IReadOnlyList<ForwardStep> steps,
        IReadOnlyCollection<string> results
    )
    {
        using var scope = NewDisposeScope();
        var values = new Dictionary<string, Tensor> { [Blueprint.Image] = images.to_type(ComputeType).to(Device) };
        foreach (var step in steps)
        {
            var parameters = new LayerTensors(
                state,
                step.Layer.Name,
                ComputeType,
                IsTraining,
                IsTraining && DropsOut,
                step.InPlace
            );
            values[step.Output] = LayerOperations.Compute(
                step.Layer,
                [.. step.Inputs.Select(i => values[i])],
                parameters
            );
            foreach (var released in step.Released)
            {
                // Without a gradient the memory is free for the next layer; with one, the graph holds what it needs.
                values[released].Dispose();
            }
        }

        return results.ToDictionary(r => r, r => values[r].MoveToOuterDisposeScope());
    }

    private void Register(ParameterSpec spec, Func<ParameterSpec, Tensor> source)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var values = source(spec);
        var pack = Packs.Single(p => p.Names.Contains(spec.Name));
        var stored = pack.Part(pack.All, spec.Name);
        stored.copy_(values);
        stored.DetachFromDisposeScope();
        if (spec.Learned)
        {
            var parameter = new Parameter(stored);
            parameter.DetachFromDisposeScope();
            learned.Add((spec.Name, parameter));
            state.Add(spec.Name, parameter);
        }
        else
        {
            state.Add(spec.Name, stored);
        }
    }

    // Before any memory is taken: what a blueprint claims must be there.
    private static Blueprint Fitting(Blueprint blueprint, IReadOnlyDictionary<string, Tensor> weights)
    {
        foreach (var spec in blueprint.Parameters)
        {
            Check(weights, spec);
        }

        return blueprint;
    }

    private static void Check(IReadOnlyDictionary<string, Tensor> weights, ParameterSpec spec)
    {
        if (!weights.TryGetValue(spec.Name, out var tensor))
        {
            throw new InvalidInputException($"weights: there is no tensor '{spec.Name}', which the blueprint has.");
        }

        if (!tensor.shape.SequenceEqual(spec.Shape))
        {
            throw new InvalidInputException(
                $"weights: tensor '{spec.Name}' is [{string.Join(", ", tensor.shape)}], but the blueprint has "
                    + $"[{string.Join(", ", spec.Shape)}]."
            );
        }
    }
}
