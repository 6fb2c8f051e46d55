using System.CommandLine;
using System.Globalization;

namespace Accrete.Cli.Options;

/// <summary>An option that takes a number within limits; null when it is not given.</summary>
internal sealed class FactorOption : Option<double?>
{
    public FactorOption(string name, string description, double least, double most)
        : base(name)
    {
        Description = description;
        HelpName = "F";
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            {
                return number;
            }

            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} {text}: give a number from {least} to {most}."));
            return null;
        };
    }
}
