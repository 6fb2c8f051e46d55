namespace Accrete.Extensions.Hosting;

/// <summary>The files from which a model is served.</summary>
/// <param name="options">Where they are.</param>
internal sealed class ModelFiles(AccreteModelOptions options)
{
    private const string ModelName = "model.safetensors";
    private const string DetectorName = "detector.safetensors";
    private const string Stages = "stages";

    /// <summary>The model file itself.</summary>
    public string Model => Directory.Exists(options.Path) ? Path.Combine(options.Path, ModelName) : options.Path;

    /// <summary>What tells one state of the files from another: their lengths and times.</summary>
    public string Stamp()
    {
        try
        {
            return string.Join('\n', All().Select(Stamp));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private IEnumerable<string> All()
    {
        yield return Model;
        if (options.MutualInference)
        {
            yield return Path.Combine(options.Path, DetectorName);
            foreach (var stage in Directory.GetDirectories(Path.Combine(options.Path, Stages)).Order())
            {
                yield return Path.Combine(stage, ModelName);
            }
        }
    }

    // Of what a link leads to: where a volume of configuration is swapped, the link is what stays.
    private static string Stamp(string path)
    {
        using var file = File.OpenHandle(path);
        return $"{path}|{RandomAccess.GetLength(file)}|{File.GetLastWriteTimeUtc(file).Ticks}";
    }
}
