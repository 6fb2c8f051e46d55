using System.Text.Json;
using Accrete.Blueprints;
using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Files.Tensors;
using Accrete.Growth;
using Accrete.Inference;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Storage;

/// <summary>
/// A checkpoint in one safetensors file, so that one rename replaces it: weights under their names, moments under
/// <c>first/</c> and <c>second/</c>, their running mean under <c>average/</c>, how well images are learned under
/// <c>samples/</c>, and the position in the metadata.
/// </summary>
internal static class CheckpointFile
{
    private const int CurrentSchema = 1;
    private const string SchemaKey = "accrete.schema";
    private const string PlanKey = "accrete.plan";
    private const string PositionKey = "accrete.position";
    private const string BlueprintKey = "accrete.blueprint";
    private const string StepsKey = "accrete.steps";
    private const string MetricsKey = "accrete.metrics";
    private const string FirstPrefix = "first/";
    private const string SecondPrefix = "second/";
    private const string AveragePrefix = "average/";

    /// <summary>Writes a checkpoint.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="checkpoint">The state.</param>
    /// <param name="metricsLength">Bytes of <c>metrics.jsonl</c> that belong to it.</param>
    /// <param name="plan">The identity of the plan that it belongs to.</param>
    public static void Write(Stream stream, Checkpoint checkpoint, long metricsLength, string plan)
    {
        var moments = checkpoint.State.Optimiser?.Moments ?? new Dictionary<string, ParameterMoments>();
        var tensors = new Dictionary<string, Tensor>(checkpoint.State.Network.State);
        foreach (var (name, moment) in moments)
        {
            AddIfAny(tensors, FirstPrefix + name, moment.First);
            AddIfAny(tensors, SecondPrefix + name, moment.Second);
        }

        foreach (var (name, mean) in checkpoint.Average ?? new Dictionary<string, Tensor>())
        {
            tensors.Add(AveragePrefix + name, mean);
        }

        using var scope = NewDisposeScope();
        SampleTensors.Add(tensors, checkpoint.Samples);
        SafeTensors.Write(
            stream,
            tensors,
            new Dictionary<string, string>
            {
                [SchemaKey] = $"{CurrentSchema}",
                [PlanKey] = plan,
                [PositionKey] = JsonSerializer.Serialize(checkpoint.Position, RunJson.Default.RunPosition),
                [BlueprintKey] = BlueprintJson.Write(checkpoint.State.Network.Blueprint),
                [StepsKey] = JsonSerializer.Serialize(
                    moments.ToDictionary(m => m.Key, m => m.Value.Step),
                    CheckpointJson.Default.DictionaryStringInt64
                ),
                [MetricsKey] = $"{metricsLength}",
            }
        );
    }

    /// <summary>Reads a checkpoint, and how many bytes of metrics belong to it.</summary>
    /// <exception cref="InvalidInputException">Throws if it is cut short, damaged, of a newer layout or of another
    /// plan.</exception>
    public static (Checkpoint Checkpoint, long MetricsLength) Read(
        string path,
        Device device,
        string plan,
        CostLimits limits
    )
    {
        using var reader = SafeTensorsReader.Open(path);
        ModelFile.CheckSchema(reader.Metadata, SchemaKey, CurrentSchema, path);
        if (ModelFile.Text(reader.Metadata, PlanKey, path) != plan)
        {
            throw new InvalidInputException(
                $"{path}: belongs to another plan than the plan.json beside it; bring that one back as it was, "
                    + "or begin a new run in another folder.",
                Setting.OutputFolder
            );
        }

        return Parse(reader, path, device, limits);
    }

    private static (Checkpoint Checkpoint, long MetricsLength) Parse(
        SafeTensorsReader reader,
        string path,
        Device device,
        CostLimits limits
    )
    {
        var metadata = reader.Metadata;
        var position = ModelFile.Parse(metadata, PositionKey, path, RunJson.Default.RunPosition);
        var blueprint = BlueprintJson.Read(ModelFile.Text(metadata, BlueprintKey, path), path);
        var steps = ModelFile.Parse(metadata, StepsKey, path, CheckpointJson.Default.DictionaryStringInt64);
        if (!long.TryParse(ModelFile.Text(metadata, MetricsKey, path), out var metrics) || metrics < 0)
        {
            throw new InvalidInputException($"{path}: its metadata '{MetricsKey}' is no length of a file.");
        }

        if (position.Step < 0 || steps.Values.Any(s => s < 0))
        {
            throw new InvalidInputException($"{path}: counts fewer than 0 steps.");
        }

        if (position.Outcomes.Count > 0 && position.Test is null)
        {
            throw new InvalidInputException($"{path}: says that stages are complete, but not what they reached.");
        }

        limits.CheckTraining(blueprint, images: 1, bytesOfNumber: sizeof(ushort), onCpu: true, path);
        reader.Expect(ModelFile.Weights(blueprint), "bring back a whole copy", Learned(blueprint, steps, path));
        using var content = reader.Read();
        var network = ModelFile.Weighted(blueprint, content, path, device);
        OptimiserState? memory = null;
        try
        {
            // What is read before a part that is damaged is freed with the scope.
            using var scope = NewDisposeScope();
            memory = new OptimiserState(
                steps.ToDictionary(
                    s => s.Key,
                    s => new ParameterMoments(
                        s.Value,
                        Moment(content, FirstPrefix + s.Key, device),
                        Moment(content, SecondPrefix + s.Key, device)
                    )
                )
            );
            var checkpoint = new Checkpoint(position, new Transformed(network, memory))
            {
                Samples = SampleTensors.Read(content, path),
                Average = Average(content, blueprint, path, device),
            };
            foreach (var mean in checkpoint.Average?.Values ?? [])
            {
                mean.DetachFromDisposeScope();
            }

            return (checkpoint, metrics);
        }
        catch
        {
            memory?.Dispose();
            network.Dispose();
            throw;
        }
    }

    // What a checkpoint can hold beside the weights.
    private static Func<string, ExpectedTensor?> Learned(
        Blueprint blueprint,
        Dictionary<string, long> steps,
        string path
    )
    {
        var learned = blueprint.Parameters.Where(p => p.Learned).Select(p => p.Name).ToHashSet();
        if (steps.Keys.FirstOrDefault(s => !learned.Contains(s)) is { } lost)
        {
            throw new InvalidInputException($"{path}: remembers '{lost}', which its blueprint lacks.");
        }

        var tensors = new Dictionary<string, ExpectedTensor>();
        foreach (var (name, weights) in ModelFile.Weights(blueprint))
        {
            tensors.Add(AveragePrefix + name, weights);
            if (steps.ContainsKey(name))
            {
                tensors.Add(FirstPrefix + name, weights);
                tensors.Add(SecondPrefix + name, weights);
            }
        }

        return name => tensors.GetValueOrDefault(name) ?? SampleTensors.Expected(name);
    }

    private static Dictionary<string, Tensor>? Average(
        SafeTensorsContent content,
        Blueprint blueprint,
        string path,
        Device device
    )
    {
        if (!content.Tensors.Keys.Any(k => k.StartsWith(AveragePrefix, StringComparison.Ordinal)))
        {
            return null;
        }

        var lost = blueprint.Parameters.FirstOrDefault(p => !content.Tensors.ContainsKey(AveragePrefix + p.Name));
        return lost is null
            ? blueprint.Parameters.ToDictionary(
                p => p.Name,
                p => content.Tensors[AveragePrefix + p.Name].to(device, copy: true)
            )
            : throw new InvalidInputException($"{path}: has no mean of '{lost.Name}'.");
    }

    private static void AddIfAny(Dictionary<string, Tensor> tensors, string name, Tensor? tensor)
    {
        if (tensor is not null)
        {
            tensors.Add(name, tensor);
        }
    }

    private static Tensor? Moment(SafeTensorsContent content, string name, Device device) =>
        content.Tensors.TryGetValue(name, out var tensor) ? tensor.to(device, copy: true) : null;
}
