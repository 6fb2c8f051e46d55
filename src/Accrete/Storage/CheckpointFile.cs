using System.Text.Json;
using Accrete.Blueprints;
using Accrete.Cumulative;
using Accrete.Growth;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Storage;

/// <summary>
/// A checkpoint in one safetensors file, so that one rename replaces it: weights under their names, moments under
/// <c>first/</c> and <c>second/</c>, and the position in the metadata.
/// </summary>
internal static class CheckpointFile
{
    private const string PositionKey = "accrete.position";
    private const string BlueprintKey = "accrete.blueprint";
    private const string StepsKey = "accrete.steps";
    private const string MetricsKey = "accrete.metrics";
    private const string FirstPrefix = "first/";
    private const string SecondPrefix = "second/";

    /// <summary>Writes a checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <param name="checkpoint">The state.</param>
    /// <param name="metricsLength">Bytes of <c>metrics.jsonl</c> that belong to it.</param>
    public static void Write(string path, Checkpoint checkpoint, long metricsLength)
    {
        var moments = checkpoint.State.Optimiser?.Moments ?? new Dictionary<string, ParameterMoments>();
        var tensors = new Dictionary<string, Tensor>(checkpoint.State.Network.State);
        foreach (var (name, moment) in moments)
        {
            AddIfAny(tensors, FirstPrefix + name, moment.First);
            AddIfAny(tensors, SecondPrefix + name, moment.Second);
        }

        AtomicFile.Write(path, stream => SafeTensors.Write(stream, tensors, new Dictionary<string, string>
        {
            [PositionKey] = JsonSerializer.Serialize(checkpoint.Position, RunJson.Default.RunPosition),
            [BlueprintKey] = BlueprintJson.Write(checkpoint.State.Network.Blueprint),
            [StepsKey] = JsonSerializer.Serialize(moments.ToDictionary(m => m.Key, m => m.Value.Step), CheckpointJson.Default.DictionaryStringInt64),
            [MetricsKey] = $"{metricsLength}",
        }));
    }

    /// <summary>Reads a checkpoint, and how many bytes of metrics belong to it.</summary>
    /// <exception cref="InvalidInputException">It is cut short or damaged.</exception>
    public static (Checkpoint Checkpoint, long MetricsLength) Read(string path, Device device)
    {
        using var content = SafeTensors.Read(path);
        var position = ModelFile.Parse(content, PositionKey, path, RunJson.Default.RunPosition);
        var blueprint = BlueprintJson.Read(ModelFile.Text(content, BlueprintKey, path), path);
        var steps = ModelFile.Parse(content, StepsKey, path, CheckpointJson.Default.DictionaryStringInt64);
        var memory = new OptimiserState(steps.ToDictionary(s => s.Key, s => new ParameterMoments(s.Value,
            Moment(content, FirstPrefix + s.Key, device), Moment(content, SecondPrefix + s.Key, device))));
        var network = ModelFile.Weighted(blueprint, content, path, device);
        var metrics = long.TryParse(ModelFile.Text(content, MetricsKey, path), out var length) ? length : 0;
        return (new Checkpoint(position, new Transformed(network, memory)), metrics);
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
