using System.CommandLine;
using System.Globalization;

namespace Accrete.Cli.Options;

/// <summary>An option that takes a size in parts of the pixel range, as a number or a fraction such as 8/255; null when it is not given.</summary>
internal sealed class PixelSizeOption : Option<double?>
{
    public PixelSizeOption(string name, string description)
        : base(name)
    {
        Description = description;
        HelpName = "F";
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Parse(text) is > 0 and <= 1 and var size)
            {
                return size;
            }

            result.AddError($"{name} {text}: give a number above 0 and up to 1, in parts of the pixel range, such as 8/255.");
            return null;
        };
    }

    private static double Parse(string text)
    {
        double[] parts = [.. text.Split('/').Select(p => double.TryParse(p, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN)];
        return parts switch
        {
            [var whole] => whole,
            [var above, var below] => above / below,
            _ => double.NaN,
        };
    }
}
