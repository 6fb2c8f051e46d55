namespace Accrete.Cli.Options;

/// <summary>An option that takes a size of memory such as 8GB, in bytes; null when it is not given.</summary>
internal sealed class MemoryOption(string name, string description)
    : NumberOption<long?>(name, description, "SIZE", "a size from 1MB to 1000TB, such as 8GB", Read)
{
    private const int UnitLength = 2;

    private static readonly Dictionary<string, double> Units = new(StringComparer.OrdinalIgnoreCase)
    {
        ["MB"] = 1e6,
        ["GB"] = 1e9,
        ["TB"] = 1e12,
    };

    private static long? Read(string text) =>
        text.Length > UnitLength
        && Units.TryGetValue(text[^UnitLength..], out var unit)
        && GivenNumber.Of(text[..^UnitLength]) * unit is >= 1e6 and <= 1e15 and var bytes
            ? (long)bytes
            : null;
}
