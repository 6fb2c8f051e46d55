using System.Text.Json;
using System.Text.Json.Serialization;
using Accrete.Files;

namespace Accrete.Blueprints;

/// <summary>Writes and reads blueprints as JSON.</summary>
public static class BlueprintJson
{
    /// <summary>
    /// The largest size of a file, in bytes; enough for ten thousand layers with names of 200 characters.
    /// </summary>
    public const int LargestFile = 16 << 20;

    /// <summary>Writes a blueprint as JSON.</summary>
    public static string Write(Blueprint blueprint, bool indented = false) =>
        JsonSerializer.Serialize(
            blueprint,
            indented ? BlueprintJsonContext.Indented.Blueprint : BlueprintJsonContext.Default.Blueprint
        );

    /// <summary>Reads a blueprint from a file and checks it.</summary>
    /// <inheritdoc cref="Read"/>
    public static Blueprint ReadFile(string path) => Read(GivenFile.ReadText(path, LargestFile, "a blueprint"), path);

    /// <summary>Reads a blueprint and checks it.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">The name of the source in error messages, such as the file's path.</param>
    /// <exception cref="InvalidInputException">Throws if the text is not a blueprint, or if its layers do not fit
    /// together.</exception>
    public static Blueprint Read(string json, string source)
    {
        try
        {
            return CheckedJson.Read(json, BlueprintJsonContext.Default.Blueprint);
        }
        catch (JsonException e)
        {
            throw new InvalidInputException($"{source}: is no blueprint ({e.Message}).", e);
        }
        catch (InvalidInputException e)
        {
            throw new InvalidInputException($"{source}: {e.Message}", e);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(Blueprint))]
internal sealed partial class BlueprintJsonContext : JsonSerializerContext
{
    public static BlueprintJsonContext Indented =>
        new(new JsonSerializerOptions(Default.Options) { WriteIndented = true });
}
