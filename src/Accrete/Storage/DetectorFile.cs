using System.Globalization;
using System.Text.Json;
using Accrete.Costs;
using Accrete.Files;
using Accrete.Files.Tensors;
using Accrete.Inference;
using Accrete.Robustness.Detection;
using static TorchSharp.torch;

namespace Accrete.Storage;

/// <summary>
/// What mutual inference learned, beside the lineage that it belongs to, in one safetensors file: for each layer
/// <c>NAME/means</c>,
/// <c>NAME/precision</c> and <c>NAME/distance</c> (mean and deviation), for each score <c>calibration/NAME</c> (scores
/// and surprises), and in the metadata the rate of false positives, how many images set the threshold and lie above it,
/// and the networks' SHA-256.
/// </summary>
internal static class DetectorFile
{
    /// <summary>Its name in the folder of a run.</summary>
    public const string FileName = "detector.safetensors";

    private const int CurrentSchema = 1;
    private const string SchemaKey = "accrete.schema";
    private const string RateKey = "accrete.falsePositiveRate";
    private const string ImagesKey = "accrete.calibrationImages";
    private const string AboveKey = "accrete.calibrationImagesAbove";
    private const string LayersKey = "accrete.layers";
    private const string NetworksKey = "accrete.networks";
    private const string Means = "/means";
    private const string Precision = "/precision";
    private const string Distance = "/distance";
    private const string CalibrationPrefix = "calibration/";

    // Far more than calibrations have, however many images they are learned from.
    private const int MostKnots = 1024;

    private static string Again => $"make it again with '{CommandHint.Of("detect")}'";

    /// <summary>Writes it into the folder of a run; a reader sees the old file or the new one.</summary>
    /// <returns>The SHA-256 of the file.</returns>
    /// <exception cref="AccreteException">Throws if the file cannot be written.</exception>
    public static string Write(string run, MutualInference inference)
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>();
        foreach (var layer in inference.Layers.Layers)
        {
            tensors.Add(layer.Name + Means, layer.Means);
            tensors.Add(layer.Name + Precision, layer.Precision);
            tensors.Add(layer.Name + Distance, tensor(new[] { layer.Mean, layer.Deviation }));
        }

        foreach (var (score, calibration) in inference.Score.Parts.Append((inference.Score, inference.Calibration)))
        {
            tensors.Add(
                CalibrationPrefix + score.Name,
                stack([tensor([.. calibration.Scores]), tensor([.. calibration.Surprises])])
            );
        }

        var metadata = new Dictionary<string, string>
        {
            [SchemaKey] = $"{CurrentSchema}",
            [RateKey] = inference.FalsePositiveRate.ToString("r", CultureInfo.InvariantCulture),
            [LayersKey] = JsonSerializer.Serialize(
                inference.Layers.Layers.Select(l => l.Name).ToArray(),
                RunJson.Default.IReadOnlyListString
            ),
            [NetworksKey] = InOne(HashesOf(run)),
        };
        if (inference.Promise is { } promise)
        {
            metadata.Add(ImagesKey, promise.Images.ToString(CultureInfo.InvariantCulture));
            metadata.Add(AboveKey, promise.Above.ToString(CultureInfo.InvariantCulture));
        }

        AtomicFile.Write(RunLayout.In(run, FileName), stream => SafeTensors.Write(stream, tensors, metadata));
        return ContentHash.OfFile(RunLayout.In(run, FileName));
    }

    /// <summary>Whether a run has the detector with a SHA-256.</summary>
    public static bool Holds(string run, string? sha256) =>
        RunLayout.In(run, FileName) is var file && File.Exists(file) && ContentHash.OfFile(file) == sha256;

    /// <summary>Reads the lineage of a run with its detector; the caller owns it.</summary>
    /// <exception cref="InvalidInputException">
    /// Throws if there is none, it is damaged, of a newer layout, or belongs to other networks, or the run's own model
    /// is not the lineage's last.
    /// </exception>
    public static MutualInference Read(string run, Device? device = null, CostLimits? limits = null)
    {
        if (!StoredRun.Holds(run))
        {
            throw new InvalidInputException(
                $"{run}: is no run; all networks of one are asked together, so give the folder of a run."
            );
        }

        var path = RunLayout.In(run, FileName);
        if (!File.Exists(path))
        {
            throw new InvalidInputException(
                $"{run}: has no detector yet; make it with '{CommandHint.Of("detect", run)}'."
            );
        }

        using var reader = SafeTensorsReader.Open(path);
        ModelFile.CheckSchema(reader.Metadata, SchemaKey, CurrentSchema, path);
        var networks = HashesOf(run);
        if (ModelFile.Text(reader.Metadata, NetworksKey, path) != InOne(networks))
        {
            throw new InvalidInputException(
                $"{path}: belongs to other networks than those beside it; make it again with "
                    + $"'{CommandHint.Of("detect", run)}'."
            );
        }

        CheckModel(run, networks[^1]);
        var models = StoredRun.ReadLineage(run, device, limits);
        try
        {
            MutualInference.CheckMembers(models.Count);
            return Read(reader, path, models);
        }
        finally
        {
            foreach (var model in models)
            {
                model.Dispose();
            }
        }
    }

    /// <summary>
    /// Passes a finished run whose model is the last network of its lineage, whose answer a detector judges.
    /// </summary>
    /// <exception cref="InvalidInputException">Throws if it is another one.</exception>
    public static void CheckModel(string run) => CheckModel(run, ContentHash.OfFile(StoredRun.LineageFiles(run)[^1]));

    private static void CheckModel(string run, string last)
    {
        var model = RunLayout.In(run, RunFolder.ModelName);
        if (ContentHash.OfFile(model) != last)
        {
            throw new InvalidInputException(
                $"{model}: is not the last network of the lineage beside it, whose answer a detector judges; "
                    + "put back that of the last stage."
            );
        }
    }

    private static MutualInference Read(SafeTensorsReader reader, string path, IReadOnlyList<Model> models)
    {
        var (last, metadata) = (models[^1].Network, reader.Metadata);
        if (
            !double.TryParse(
                ModelFile.Text(metadata, RateKey, path),
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var rate
            ) || rate is not (> 0 and < 1)
        )
        {
            throw Damaged($"its rate of false positives is {ModelFile.Text(metadata, RateKey, path)}");
        }

        var promise = Promise();
        var names = ModelFile.Parse(metadata, LayersKey, path, RunJson.Default.IReadOnlyListString);
        if (names.FirstOrDefault(n => !last.Blueprint.Has(n)) is { } unknown)
        {
            throw Damaged($"the network has no layer '{unknown}'");
        }

        reader.Expect(Expected(names, models[^1]), Again);
        using var content = reader.Read();
        Calibration[] parts = [.. MutualInference.PartNames.Select(Calibrated)];
        var whole = Calibrated(MutualInference.ScoreName);
        var layers = TypicalLayers.Of(names.Select(Layer));
        if (layers.Layers.Count == 0)
        {
            throw Damaged("it names no layer");
        }

        return new MutualInference(new Family(models), layers, parts, whole, rate, promise);

        // Detectors of earlier versions have no counts.
        PromisedRate? Promise()
        {
            if (!metadata.ContainsKey(ImagesKey) && !metadata.ContainsKey(AboveKey))
            {
                return null;
            }

            var (images, above) = (Count(ImagesKey), Count(AboveKey));
            return images > 0 && above <= images
                ? new PromisedRate(images, above)
                : throw Damaged($"{above} of {images} images lie above its threshold");
        }

        int Count(string key) =>
            int.TryParse(
                ModelFile.Text(metadata, key, path),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var count
            )
                ? count
                : throw Damaged($"'{key}' is {ModelFile.Text(metadata, key, path)}");

        TypicalLayer Layer(string name)
        {
            var distance = Find(name + Distance).data<float>();
            if (distance[1] <= 0)
            {
                throw Damaged(
                    $"tensor '{name}{Distance}' has a deviation of {distance[1].ToString(CultureInfo.InvariantCulture)}"
                );
            }

            return new TypicalLayer(name, Kept(name + Means), Kept(name + Precision), distance[0], distance[1]);
        }

        Calibration Calibrated(string score)
        {
            var knots = Find(CalibrationPrefix + score);
            if (knots.shape[1] < 2)
            {
                throw Damaged($"tensor '{CalibrationPrefix}{score}' is [{string.Join(", ", knots.shape)}]");
            }

            float[] scores = [.. knots[0].data<float>()],
                surprises = [.. knots[1].data<float>()];
            return Rising(scores) && Rising(surprises)
                ? new Calibration(scores, surprises)
                : throw Damaged($"tensor '{CalibrationPrefix}{score}' does not rise");
        }

        Tensor Kept(string name) => Find(name).clone().DetachFromDisposeScope();

        Tensor Find(string name) =>
            content.Tensors[name].isfinite().all().item<bool>()
                ? content.Tensors[name]
                : throw Damaged($"tensor '{name}' is not of finite numbers");

        InvalidInputException Damaged(string what) => new($"{path}: {what}; {Again}.");
    }

    private static Dictionary<string, ExpectedTensor> Expected(IReadOnlyList<string> layers, Model last)
    {
        var tensors = MutualInference
            .PartNames.Append(MutualInference.ScoreName)
            .ToDictionary(s => CalibrationPrefix + s, _ => Numbers(2, MostKnots) with { IsBound = true });
        foreach (var layer in layers.Distinct())
        {
            var channels = last.Network.Blueprint[layer].Output.Channels;
            tensors.Add(layer + Means, Numbers(last.Classes.Count, channels));
            tensors.Add(layer + Precision, Numbers(channels, channels));
            tensors.Add(layer + Distance, Numbers(2));
        }

        return tensors;

        ExpectedTensor Numbers(params long[] shape) => new(shape, ScalarType.Float32);
    }

    private static bool Rising(float[] values) =>
        Enumerable.Range(1, values.Length - 1).All(i => values[i] > values[i - 1]);

    private static string[] HashesOf(string run) => [.. StoredRun.LineageFiles(run).Select(ContentHash.OfFile)];

    private static string InOne(string[] hashes) => ContentHash.OfText(string.Join('\n', hashes));
}
