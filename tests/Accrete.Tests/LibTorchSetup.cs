using System.Runtime.CompilerServices;
using Accrete.Machine;
using TorchSharp;

namespace Accrete.Tests;

internal static class LibTorchSetup
{
    [ModuleInitializer]
    internal static void Load()
    {
        LibTorch.Load();
        torch.set_num_threads(1);
    }
}
