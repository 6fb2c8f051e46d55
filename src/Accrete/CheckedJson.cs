using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Accrete;

/// <summary>Reads JSON that may be damaged or hostile: whatever is wrong with it ends in one kind of error.</summary>
internal static class CheckedJson
{
    /// <summary>
    /// Reads a value that is whole: not even in a list or a dictionary, where the serializer lets it pass, is there a
    /// null.
    /// </summary>
    /// <exception cref="JsonException">
    /// Throws if it is no JSON, of another form, or has a null. The message is one line, of which the caller says what
    /// it speaks of.
    /// </exception>
    /// <exception cref="InvalidInputException">Throws if a part of it refuses its values.</exception>
    public static T Read<T>(string text, JsonTypeInfo<T> type)
        where T : class => Read(() => JsonSerializer.Deserialize(text, type), type);

    /// <inheritdoc cref="Read{T}(string, JsonTypeInfo{T})"/>
    public static T Read<T>(ReadOnlySpan<byte> text, JsonTypeInfo<T> type)
        where T : class
    {
        var bytes = text.ToArray();
        return Read(() => JsonSerializer.Deserialize(bytes, type), type);
    }

    // The serializer throws what its converters do and what constructors do, and for some texts what its reader does.
    private static T Read<T>(Func<T?> parse, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            var value = parse() ?? throw new JsonException("it is null");
            RequireWhole(value, type, "$");
            return value;
        }
        catch (Exception e)
            when (e
                    is JsonException
                        or NotSupportedException
                        or InvalidOperationException
                        or ArgumentException
                        or FormatException
                        or OverflowException
            )
        {
            throw new JsonException(e.Message.Split('\n')[0], (e as JsonException)?.Path, null, null, e);
        }
    }

    private static void RequireWhole(object value, JsonTypeInfo type, string path)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object:
                foreach (var property in type.Properties.Where(p => p.Get is not null && p.CustomConverter is null))
                {
                    RequireWhole(
                        property.Get!(value),
                        property.PropertyType,
                        type.Options,
                        $"{path}.{property.Name}",
                        mayBeNull: true
                    );
                }

                break;
            case JsonTypeInfoKind.Enumerable when type.ElementType is { } element && Holds(element):
                var at = 0;
                foreach (var item in (IEnumerable)value)
                {
                    RequireWhole(item, element, type.Options, $"{path}[{at++}]", mayBeNull: false);
                }

                break;
            case JsonTypeInfoKind.Dictionary when type.ElementType is { } element && Holds(element):
                foreach (DictionaryEntry entry in (IDictionary)value)
                {
                    RequireWhole(entry.Value, element, type.Options, $"{path}.{entry.Key}", mayBeNull: false);
                }

                break;
        }
    }

    // Whether a null of a property is right is for the serializer to say, and it has.
    private static void RequireWhole(
        object? value,
        Type declared,
        JsonSerializerOptions options,
        string path,
        bool mayBeNull
    )
    {
        // A number with more digits than there are numbers is read as infinite, and could not be written again.
        if ((value is double wide && !double.IsFinite(wide)) || (value is float narrow && !float.IsFinite(narrow)))
        {
            if (!options.NumberHandling.HasFlag(JsonNumberHandling.AllowNamedFloatingPointLiterals))
            {
                throw new JsonException($"{path} is no finite number");
            }
        }
        else if (value is not null)
        {
            if (options.TryGetTypeInfo(declared, out var type))
            {
                RequireWhole(
                    value,
                    type.PolymorphismOptions is null ? type : options.GetTypeInfo(value.GetType()),
                    path
                );
            }
        }
        else if (!mayBeNull)
        {
            throw new JsonException($"{path} is null");
        }
    }

    // Numbers have no parts, and a list of numbers that may be missing may have nulls.
    private static bool Holds(Type element) => !element.IsPrimitive && Nullable.GetUnderlyingType(element) is null;
}
