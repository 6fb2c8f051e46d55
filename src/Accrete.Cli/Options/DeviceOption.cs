using System.CommandLine;
using System.Text.RegularExpressions;

namespace Accrete.Cli.Options;

/// <summary><c>--device cpu|cuda[:N]</c>, by name: libtorch is not loaded when options are read.</summary>
internal sealed partial class DeviceOption : Option<string>
{
    public DeviceOption()
        : base("--device")
    {
        Description = "The device that computes: cpu, cuda, or cuda:N for GPU number N.";
        HelpName = "cpu|cuda[:N]";
        DefaultValueFactory = _ => "cpu";
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (!Names().IsMatch(text))
            {
                result.AddError($"--device {text}: no such device; give cpu, cuda or cuda:N.");
            }

            return text;
        };
    }

    [GeneratedRegex("^(cpu|cuda(:[0-9]{1,3})?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
