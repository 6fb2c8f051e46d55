using System.CommandLine;
using System.Globalization;

namespace Accrete.Cli.Options;

/// <summary>An option that takes numbers within limits with commas between; an empty list when it is not given.</summary>
internal sealed class NumberListOption : Option<float[]>
{
    public NumberListOption(string name, string description, float least, float most)
        : base(name)
    {
        Description = description;
        HelpName = "N,...";
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var numbers = text.Split(',').Select(part => float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : float.NaN).ToArray();
            if (numbers.All(n => n >= least && n <= most))
            {
                return numbers;
            }

            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} {text}: give numbers from {least} to {most} with commas between, one for each channel."));
            return [];
        };
    }
}
