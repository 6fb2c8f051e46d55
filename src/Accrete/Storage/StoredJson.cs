using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Accrete.Files;

namespace Accrete.Storage;

/// <summary>Reads JSON that Accrete wrote; errors name the file.</summary>
internal static class StoredJson
{
    /// <summary>Reads a value from a file.</summary>
    /// <exception cref="InvalidInputException">Throws if it cannot be read, or is damaged.</exception>
    public static T Read<T>(string file, JsonTypeInfo<T> type)
        where T : class => Read(file, text => CheckedJson.Read(text, type));

    /// <summary>Parses the text of a file.</summary>
    /// <exception cref="InvalidInputException">Throws if it cannot be read, or is damaged.</exception>
    public static T Read<T>(string file, Func<string, T> parse)
    {
        var text = Reading(file, () => RegularFile.ReadText(file));
        try
        {
            return parse(text);
        }
        catch (Exception e)
            when (e
                    is JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
                        or InvalidInputException
            )
        {
            throw Damaged(file, e.Message.Split('\n')[0], e);
        }
    }

    /// <summary>Reads something from a file, as text or line by line.</summary>
    /// <exception cref="InvalidInputException">Throws if it cannot be read.</exception>
    public static T Reading<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{file}: cannot be read ({e.Message}).", e);
        }
    }

    /// <summary>The error about a file that is damaged.</summary>
    public static InvalidInputException Damaged(string file, string what, Exception? inner = null) =>
        new(
            $"{file}: is damaged ({what}); get a whole copy, or train again in another folder.",
            inner,
            Setting.OutputFolder
        );

    /// <summary>Passes a file whose layout this version knows.</summary>
    /// <exception cref="InvalidInputException">Throws if it is of a newer one, or says none.</exception>
    public static void CheckSchema(string file, int newest)
    {
        var schema = Read(
            file,
            text =>
            {
                using var json = JsonDocument.Parse(text);
                return json.RootElement.GetProperty("schema").GetInt32();
            }
        );
        if (schema > newest)
        {
            throw new InvalidInputException(
                $"{file}: its layout is of version {schema}, and this Accrete reads up to {newest}; use a "
                    + "newer Accrete."
            );
        }
    }
}
