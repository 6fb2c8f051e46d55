using Accrete.Blueprints;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Accrete.Networks;

/// <summary>
/// A blueprint with weights: the module that runs it, <c>[N, C, H, W]</c> to logits <c>[N, classes]</c>.
/// </summary>
/// <remarks>
/// Kernels are kept in channels-last order, so that images in that order stay in it through the network. Parameters and
/// buffers have the names of <see cref="Blueprint.Parameters"/>.
/// </remarks>
public sealed class Network : nn.Module<Tensor, Tensor>
{
    private readonly Dictionary<string, Tensor> state = [];
    private readonly IReadOnlyList<ForwardStep> order;

    /// <summary>A network with fresh weights (He et al., 2015, fan in), the same for the same seed.</summary>
    public Network(Blueprint blueprint, Seed seed, ScalarType type = ScalarType.Float32, Device? device = null)
        : this(blueprint, type, device, spec => FreshWeights.Make(spec, seed)) { }

    /// <summary>A network with the given weights, which are copied.</summary>
    /// <param name="blueprint">The architecture.</param>
    /// <param name="weights">A tensor for each name of <see cref="Blueprint.Parameters"/>.</param>
    /// <param name="type">float32, or float64 for proofs.</param>
    /// <param name="device">Where it runs; the CPU when not given.</param>
    /// <exception cref="InvalidInputException">A tensor is missing or of the wrong shape.</exception>
    public Network(
        Blueprint blueprint,
        IReadOnlyDictionary<string, Tensor> weights,
        ScalarType type = ScalarType.Float32,
        Device? device = null
    )
        : this(Fitting(blueprint, weights), type, device, spec => weights[spec.Name]) { }

    private Network(Blueprint blueprint, ScalarType type, Device? device, Func<ParameterSpec, Tensor> source)
        : base(blueprint.Name)
    {
        Blueprint = blueprint;
        Type = type;
        Device = device ?? CPU;
        order = ForwardOrder.Of(blueprint);
        var learned = blueprint.Parameters.Where(p => p.Learned).ToLookup(p => p.Shape.Count > 1);
        Kernels = new PackedTensors(learned[true], type, Device);
        Vectors = new PackedTensors(learned[false], type, Device);
        Statistics = new PackedTensors(blueprint.Parameters.Where(p => !p.Learned), type, Device);
        Packs = [Kernels, Vectors, Statistics];
        foreach (var spec in blueprint.Parameters)
        {
            Register(spec, source);
        }
    }

    /// <summary>The architecture.</summary>
    public Blueprint Blueprint { get; }

    /// <summary>The type of the stored weights.</summary>
    public ScalarType Type { get; }

    /// <summary>Where the network runs.</summary>
    public Device Device { get; }

    /// <summary>In which numbers activations and products are computed.</summary>
    public Precision Precision { get; set; }

    /// <summary>
    /// Whether dropout layers drop numbers in train mode; without it train mode, too, is a function of the images
    /// alone.
    /// </summary>
    public bool DropsOut { get; set; } = true;

    /// <summary>
    /// The most bytes that the images of one pass may take where nothing depends on how many there are; null for a
    /// share of this machine's.
    /// </summary>
    internal long? MostMemory { get; set; }

    /// <summary>The type of the activations.</summary>
    public ScalarType ComputeType => Precision == Precision.BFloat16 ? ScalarType.BFloat16 : Type;

    /// <summary>All parameters and buffers by name, in the blueprint's order; they belong to the network.</summary>
    public IReadOnlyDictionary<string, Tensor> State => state;

    /// <summary>The learned parameters by name, in the blueprint's order.</summary>
    public IEnumerable<(string Name, Parameter Value)> Learned => named_parameters();

    /// <summary>The learned parameters of several axes: kernels and matrices.</summary>
    internal PackedTensors Kernels { get; }

    /// <summary>The learned parameters of one axis: of norms, and biases.</summary>
    internal PackedTensors Vectors { get; }

    /// <summary>What norms have seen.</summary>
    internal PackedTensors Statistics { get; }

    /// <summary>All of them.</summary>
    internal IReadOnlyList<PackedTensors> Packs { get; }

    /// <summary>The logits <c>[N, classes]</c>, float32 (float64 for a float64 network).</summary>
    /// <param name="images">Normalised images, <c>[N, C, H, W]</c>.</param>
    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        var last = order[^1].Output;
        return Run(images, order, [last])[last].to_type(Type).MoveToOuterDisposeScope();
    }

    /// <summary>The outputs of some layers, in the type of the activations.</summary>
    /// <param name="images">Normalised images, <c>[N, C, H, W]</c>.</param>
    /// <param name="layers">The layers' names.</param>
    public IReadOnlyDictionary<string, Tensor> Observe(Tensor images, IReadOnlyCollection<string> layers) =>
        Run(images, ForwardOrder.Observed(Blueprint, layers), layers);

    /// <summary>A network with these weights, copied, for images of another size.</summary>
    /// <exception cref="InvalidInputException">The weights depend on the size, or the images are too small for a
    /// layer.</exception>
    public Network At(ImageShape input) =>
        new(Blueprint.At(input), State, Type, Device)
        {
            Precision = Precision,
            DropsOut = DropsOut,
            MostMemory = MostMemory,
        };

    /// <summary>The same network with its own weights, in float32 computation.</summary>
    public Network Copy() => new(Blueprint, State, Type, Device) { MostMemory = MostMemory };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            foreach (var pack in Packs)
            {
                pack.Dispose();
            }
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
                training,
                training && DropsOut,
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
            register_parameter(spec.Name, parameter);
            state.Add(spec.Name, parameter);
        }
        else
        {
            register_buffer(spec.Name, stored);
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
