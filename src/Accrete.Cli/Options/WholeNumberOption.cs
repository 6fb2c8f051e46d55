using System.CommandLine;
using System.Globalization;

namespace Accrete.Cli.Options;

/// <summary>An option that takes a whole number within limits; null when it is not given.</summary>
internal class WholeNumberOption : Option<int?>
{
    public WholeNumberOption(string name, string description, int least, int most)
        : base(name)
    {
        Description = description;
        HelpName = "N";
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            {
                return number;
            }

            result.AddError($"{name} {text}: give a whole number from {least} to {most}.");
            return null;
        };
    }
}
