using System.CommandLine;
using Accrete.Machine;

namespace Accrete.Cli.Options;

/// <summary><c>--libtorch DIR</c>.</summary>
internal sealed class LibTorchOption : Option<string?>
{
    public LibTorchOption()
        : base("--libtorch")
    {
        Description =
            "The folder of another libtorch than the packaged one, such as torch/lib of an installed PyTorch. "
            + $"[default: the environment variable {LibTorch.FolderVariable}]";
        HelpName = "DIR";
    }
}
