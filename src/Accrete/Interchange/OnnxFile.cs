using System.Reflection;
using Accrete.Blueprints;
using Accrete.Files;
using Accrete.Inference;
using Accrete.Interchange.Onnx;
using static TorchSharp.torch;

namespace Accrete.Interchange;

/// <summary>
/// Writes models as ONNX files for inference in other programs. The input is <c>image</c>, <c>[N, C, H, W]</c>, and the
/// output <c>logits</c>, float32 <c>[N, classes]</c>, for any N. Class names, preprocessing and blueprint are in the
/// metadata, under the keys of <see cref="ModelFile"/>.
/// </summary>
public static class OnnxFile
{
    /// <summary>The version of the operator set.</summary>
    public const int OperatorSet = 17;

    /// <summary>The version of the file format (IR version).</summary>
    public const int IrVersion = 8;

    /// <summary>The name of the input.</summary>
    public const string Input = Blueprint.Image;

    /// <summary>The name of the output.</summary>
    public const string Output = "logits";

    /// <summary>The name of the batch axis.</summary>
    public const string Batch = "N";

    private const string InputKey = "accrete.input";

    /// <summary>Writes a model. A reader sees either the old file or the new one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model; it stays the caller's. Its weights are written as float32.</param>
    /// <param name="options">Options; by default, the network is written as it is.</param>
    /// <param name="cancellationToken">Stops before the next layer; nothing is written then.</param>
    /// <exception cref="InvalidInputException">Throws if the model's preprocessing does not fit its
    /// network.</exception>
    /// <exception cref="AccreteException">
    /// Throws if the file cannot be written, or would be larger than the 2 GiB of a protobuf file.
    /// </exception>
    /// <exception cref="OperationCanceledException">Throws if the work was canceled.</exception>
    public static void Write(
        string path,
        Model model,
        OnnxOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        Write(path, ToMessage(model, options ?? new OnnxOptions(), cancellationToken));
    }

    /// <summary>Writes a message that fits into a file.</summary>
    internal static void Write(string path, ProtoMessage message)
    {
        if (message.Size > int.MaxValue)
        {
            throw new AccreteException(
                $"{path}: would have {message.Size / (double)(1 << 30):f1} GiB, and an ONNX file has 2 at "
                    + "most; write safetensors, or make the network smaller."
            );
        }

        AtomicFile.Write(path, message.WriteTo);
    }

    private static ProtoMessage ToMessage(Model model, OnnxOptions options, CancellationToken cancellationToken)
    {
        var (blueprint, weights) = (model.Network.Blueprint, model.Network.State);
        model.Preprocessing.Check(blueprint.Input);
        if (options.FoldNorms)
        {
            (blueprint, weights) = NormFolding.Fold(blueprint, weights);
        }

        var metadata = ModelFile.Metadata(model, blueprint);
        metadata.Add(InputKey, options.NormalisationInside ? "pixels" : "normalised");
        var version = typeof(OnnxFile)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];
        return OnnxMessages.Model(
            IrVersion,
            OperatorSet,
            "accrete",
            version,
            Graph(blueprint, weights, options.NormalisationInside ? model : null, cancellationToken),
            metadata
        );
    }

    private static ProtoMessage Graph(
        Blueprint blueprint,
        IReadOnlyDictionary<string, Tensor> weights,
        Model? normalised,
        CancellationToken cancellationToken
    )
    {
        var graph = new OnnxGraph([Input, Output, .. blueprint.Parameters.Select(p => p.Name)]);
        foreach (var parameter in blueprint.Parameters)
        {
            cancellationToken.ThrowIfCancellationRequested();
            graph.Weight(parameter.Name, weights[parameter.Name]);
        }

        var values = new Dictionary<string, string>
        {
            [Blueprint.Image] = normalised is null ? Input : Normalise(graph, normalised),
        };
        foreach (var costs in blueprint.Costs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var output = costs.Layer == blueprint.Layers[^1] ? Output : graph.Claim(costs.Layer.Name);
            values[costs.Layer.Name] = OnnxOperators.Put(
                new OnnxPlace(graph, costs, [.. costs.Layer.Sources.Select(s => values[s])], output)
            );
        }

        var image = blueprint.Input;
        return graph.ToMessage(
            blueprint.Name,
            OnnxMessages.Value(
                Input,
                normalised is null ? OnnxMessages.Float32 : OnnxMessages.UInt8,
                Batch,
                [image.Channels, image.Height, image.Width]
            ),
            OnnxMessages.Value(Output, OnnxMessages.Float32, Batch, [blueprint.Classes])
        );
    }

    // (pixel / 255 - mean) / deviation in two operations: mean and deviation are given in steps of a pixel.
    private static string Normalise(OnnxGraph graph, Model model)
    {
        var (mean, deviation) = (model.Preprocessing.Mean, model.Preprocessing.Deviation);
        long[] shape = [1, mean.Count, 1, 1];
        var pixels = graph.Node(
            "Cast",
            [Input],
            graph.Claim("pixels"),
            OnnxMessages.Attribute("to", (long)OnnxMessages.Float32)
        );
        var centred = graph.Node(
            "Sub",
            [pixels, graph.Constant("mean", shape, [.. mean.Select(m => m * 255)])],
            graph.Claim("centred")
        );
        return graph.Node(
            "Div",
            [centred, graph.Constant("deviation", shape, [.. deviation.Select(d => d * 255)])],
            graph.Claim("normalised")
        );
    }
}
