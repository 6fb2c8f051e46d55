using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Accrete.Blueprints;
using Accrete.Datasets;
using Accrete.Files.Tensors;
using Accrete.Inference;
using Accrete.Machine;
using static TorchSharp.torch;

namespace Accrete.Robustness;

/// <summary>
/// What decides the numbers of a study, as texts by name: it goes on only with parts that were found by the same.
/// </summary>
internal sealed class StudyIdentity
{
    private const int LongestValue = 40;

    private readonly Dictionary<string, string> texts = [];

    /// <param name="seed">The seed of all random choices.</param>
    public StudyIdentity(int seed)
    {
        var versions = RunVersions.Current();
        Add("Accrete", versions.Accrete);
        Add("libtorch", versions.LibTorch);
        Add("threads", get_num_threads());
        Add("seed", seed);
    }

    /// <summary>The texts by name.</summary>
    public IReadOnlyDictionary<string, string> Texts => texts;

    /// <summary>In what two differ, for people.</summary>
    public static string[] Differences(
        IReadOnlyDictionary<string, string> earlier,
        IReadOnlyDictionary<string, string> now
    ) =>
        [
            .. from key in earlier.Keys.Union(now.Keys)
            let pair = (Then: earlier.GetValueOrDefault(key, "none"), Now: now.GetValueOrDefault(key, "none"))
            where pair.Then != pair.Now
            select $"{key} {Short(pair.Then)}, and now {Short(pair.Now)}",
        ];

    /// <summary>Adds a setting.</summary>
    public void Add(string name, object? value) =>
        texts.Add(name, Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "none");

    /// <summary>Adds settings of which there are several.</summary>
    public void Add(string name, IEnumerable<string> values) => Add(name, string.Join(", ", values));

    /// <summary>Adds networks, in their order: their weights, classes and preprocessing, and where they run.</summary>
    public void Add(string name, IEnumerable<Model> models) => Add(name, models.Select(SumOf));

    /// <summary>
    /// Adds images: those that are measured by their pixels and labels, those that were learned from by the sum of
    /// their source.
    /// </summary>
    public void Add(string name, Dataset? data) =>
        Add(name, data is null ? null : $"{data.Name}, {data.Train.Count} + {data.Test.Count} images, {SumOf(data)}");

    private static string SumOf(Model model)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (mean, deviation) = (model.Preprocessing.Mean, model.Preprocessing.Deviation);
        Append(
            sum,
            BlueprintJson.Write(model.Network.Blueprint),
            $"{model.Network.Device}",
            $"{model.Network.Precision}",
            $"{model.Preprocessing.Fit}"
        );
        Append(sum, [.. model.Classes]);
        Append(sum, [.. mean.Concat(deviation).Select(m => m.ToString("r", CultureInfo.InvariantCulture))]);
        foreach (var (name, tensor) in model.Network.State)
        {
            using var scope = NewDisposeScope();
            Append(sum, name);
            TensorMemory.InPieces(tensor.detach().cpu().contiguous(), bytes => sum.AppendData(bytes));
        }

        return Convert.ToHexStringLower(sum.GetHashAndReset());
    }

    private static string SumOf(Dataset data)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(sum, data.Sha256, $"{data.Shape}");
        Append(sum, [.. data.Classes]);
        TensorMemory.InPieces(data.Test.Images, bytes => sum.AppendData(bytes));
        TensorMemory.InPieces(data.Test.Labels, bytes => sum.AppendData(bytes));
        return Convert.ToHexStringLower(sum.GetHashAndReset());
    }

    // With a mark behind each, so that "ab" and "c" are not "a" and "bc".
    private static void Append(IncrementalHash sum, params string[] texts)
    {
        foreach (var text in texts)
        {
            sum.AppendData(Encoding.UTF8.GetBytes($"{text}\0"));
        }
    }

    private static string Short(string value) =>
        value.Length <= LongestValue ? value : $"{value[..(LongestValue / 2)]}...{value[^(LongestValue / 2)..]}";
}
