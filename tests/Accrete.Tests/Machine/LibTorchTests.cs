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

    [Fact]
    public void Another_folder_comes_too_late()
    {
        using var folder = new TemporaryFolder();

        var e = Assert.Throws<AccreteException>(() => LibTorch.Load(folder.Path));

        Assert.Contains("already loaded from", e.Message, StringComparison.Ordinal);
        Assert.Same(LibTorch.Load(), LibTorch.Load(LibTorch.Load().Folder));
    }
}
