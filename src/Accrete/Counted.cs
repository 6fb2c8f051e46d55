using System.Globalization;

namespace Accrete;

/// <summary>How many of something, in words that fit one and several.</summary>
internal static class Counted
{
    /// <summary>A count with separators and what is counted: <c>1 thread</c>, <c>12,345 images</c>.</summary>
    /// <param name="number">How many.</param>
    /// <param name="one">What one is called.</param>
    /// <param name="many">What several are called, where that is not an s more.</param>
    public static string Of(long number, string one, string? many = null) =>
        $"{number.ToString("N0", CultureInfo.InvariantCulture)} "
        + $"{(number == 1 ? one : many ?? (one.EndsWith('s') ? $"{one}es" : $"{one}s"))}";
}
