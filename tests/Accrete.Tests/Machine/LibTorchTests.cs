using Accrete.Machine;
using TorchSharp;

namespace Accrete.Tests.Machine;

public sealed class LibTorchTests
{
    [Fact]
    public void Computes()
    {
        using var scope = torch.NewDisposeScope();
        Assert.Equal(6, torch.tensor(new[] { 1f, 2f, 3f }).sum().item<float>());
    }

    [Fact]
    public void Loads_once()
    {
        Assert.Same(LibTorch.Load(), LibTorch.Load());
    }
}
