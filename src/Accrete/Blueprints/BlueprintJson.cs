using System.Text.Json;
using System.Text.Json.Serialization;
using Accrete.Files;

namespace Accrete.Blueprints;

/// <summary>Blueprints to and from JSON.</summary>
public static class BlueprintJson
{
    /// <summary>The most bytes of a file: ten thousand layers with names of 200 characters.</summary>
    public const int LargestFile = 16 << 20;

    /// <summary>The blueprint as JSON.</summary>
    public static string Write(Blueprint blueprint, bool indented = false) =>
        JsonSerializer.Serialize(
            blueprint,
            indented ? BlueprintJsonContext.Indented.Blueprint : BlueprintJsonContext.Default.Blueprint
        );

    /// <summary>Reads the blueprint in a file and checks it.</summary>
    /// <inheritdoc cref="Read"/>
    public static Blueprint ReadFile(string path) => Read(GivenFile.ReadText(path, LargestFile, "a blueprint"), path);

    /// <summary>Reads a blueprint and checks it.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">What to call it in an error, such as the file's path.</param>
    /// <exception cref="InvalidInputException">It is no blueprint, or its layers do not fit together.</exception>
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
