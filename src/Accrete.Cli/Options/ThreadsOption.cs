using System.CommandLine;
using System.Globalization;

namespace Accrete.Cli.Options;

/// <summary><c>--threads N</c>; null leaves the number to libtorch, which takes one for each core.</summary>
internal sealed class ThreadsOption : Option<int?>
{
    private const int Most = 1024;

    public ThreadsOption()
        : base("--threads")
    {
        Description = "How many threads compute. [default: one for each core]";
        HelpName = "N";
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Most)
            {
                return number;
            }

            result.AddError($"--threads {text}: not a number of threads; give a whole number from 1 to {Most}.");
            return null;
        };
    }
}
