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
            $"The folder of another libtorch, such as PyTorch's torch/lib. [or {LibTorch.FolderVariable}; "
            + "default: the packaged one]";
        HelpName = "DIR";
    }
}
