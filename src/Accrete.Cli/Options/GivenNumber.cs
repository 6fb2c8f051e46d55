using System.Globalization;
using System.Text.RegularExpressions;

namespace Accrete.Cli.Options;

/// <summary>
/// The one form of numbers on the command line: the digits 0 to 9 with a point and an exponent. No sign, for nothing
/// that is asked for is negative; no separators, which mean different things in different places; neither infinity nor
/// hexadecimal.
/// </summary>
internal static partial class GivenNumber
{
    /// <summary>The number; null where the text is none, or so small that it would count as 0.</summary>
    public static double? Of(string text) =>
        Form().IsMatch(text)
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && (number >= AskedNumber.Least || (number == 0 && Zero().IsMatch(text)))
            ? number
            : null;

    /// <summary>The number, where it has no fraction and is written without an exponent; null otherwise.</summary>
    public static long? Whole(string text) =>
        Digits().IsMatch(text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>The number within limits; null where it is none, or beyond them.</summary>
    public static double? Within(string text, double least, double most) =>
        Of(text) is { } number && number >= least && number <= most ? number : null;

    [GeneratedRegex(
        @"^([0-9]{1,30}(\.[0-9]{0,30})?|\.[0-9]{1,30})([eE][+-]?[0-9]{1,3})?\z",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Form();

    [GeneratedRegex(@"^[0.]+([eE].*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Zero();

    [GeneratedRegex(@"^[0-9]{1,18}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}
