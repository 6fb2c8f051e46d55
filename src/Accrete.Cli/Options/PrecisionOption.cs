using System.CommandLine;

namespace Accrete.Cli.Options;

/// <summary><c>--precision fp32|bf16|auto</c>, by the name that recipes use; null when it is not given.</summary>
internal sealed class PrecisionOption : Option<string?>
{
    private static readonly string[] Names = ["fp32", "bf16", "auto"];

    public PrecisionOption()
        : base("--precision")
    {
        Description = "In which numbers to compute; auto takes what the processor does well.";
        HelpName = string.Join('|', Names);
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (!Names.Contains(text))
            {
                result.AddError(
                    $"--precision {text}: no such precision; give {string.Join(", ", Names[..^1])} or {Names[^1]}."
                );
            }

            return text;
        };
    }
}
