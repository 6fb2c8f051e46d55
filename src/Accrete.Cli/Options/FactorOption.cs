using System.CommandLine;
using System.Globalization;

namespace Accrete.Cli.Options;

/// <summary>An option that takes a number within limits; null when it is not given.</summary>
internal sealed class FactorOption : Option<double?>
{
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="least">The least number.</param>
    /// <param name="most">The largest number.</param>
    /// <param name="above">Whether the least number itself is too small.</param>
    public FactorOption(string name, string description, double least, double most, bool above = false)
        : base(name)
    {
        Description = description;
        HelpName = "F";
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most && !(above && number == least))
            {
                return number;
            }

            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} {text}: give a number {(above ? "above" : "from")} {least} {(above ? "and up to" : "to")} {most}."));
            return null;
        };
    }
}
