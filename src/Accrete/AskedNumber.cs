using System.Globalization;

namespace Accrete;

/// <summary>Numbers that people ask for, in options and recipes, and how errors write them.</summary>
internal static class AskedNumber
{
    /// <summary>
    /// The least number that is not 0: what is smaller was meant otherwise, or would be rounded to 0.
    /// </summary>
    public const double Least = 1e-9;

    // A million can be read as it stands.
    private const int MostZeros = 6;

    /// <summary>A number as it can be given, with all its digits: <c>0.001</c>, <c>1e-9</c>, <c>9e18</c>.</summary>
    /// <param name="number">The number.</param>
    public static string Text(double number)
    {
        // 0 has no sign for people.
        var text = number == 0 ? "0" : number.ToString("R", CultureInfo.InvariantCulture);
        if (text.Split('E') is [var digits, var exponent])
        {
            return $"{digits}e{int.Parse(exponent, CultureInfo.InvariantCulture)}";
        }

        var zeros = text.Contains('.', StringComparison.Ordinal) ? 0 : text.Length - text.TrimEnd('0').Length;
        return zeros > MostZeros ? $"{text[..^zeros]}e{zeros}" : text;
    }
}
