using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Accrete.Cli.Options;

/// <summary>An option that takes a size of memory such as 8GB, in bytes; null when it is not given.</summary>
internal sealed partial class MemoryOption : Option<long?>
{
    private const double Most = 1e15;

    private static readonly Dictionary<string, double> Units = new(StringComparer.OrdinalIgnoreCase) { ["MB"] = 1e6, ["GB"] = 1e9, ["TB"] = 1e12 };

    public MemoryOption(string name, string description)
        : base(name)
    {
        Description = description;
        HelpName = "SIZE";
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Form().Match(text) is { Success: true } match
                && double.TryParse(match.Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && number * Units[match.Groups[2].Value] is >= 1e6 and <= Most and var bytes)
            {
                return (long)bytes;
            }

            result.AddError($"{name} {text}: give a size from 1MB to 1000TB, such as 8GB.");
            return null;
        };
    }

    [GeneratedRegex("^([0-9.]{1,20})(MB|GB|TB)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}
