using Accrete.Machine;

namespace Accrete.Tests.Machine;

public sealed class NativeFolderTests
{
    [Theory]
    [InlineData("/a/libgomp-98b21ff3.so.1", "gomp")]
    [InlineData("/a/libtorch_cpu.so", "torch_cpu")]
    [InlineData("/a/libtorch_cpu.so.1.13", "torch_cpu")]
    [InlineData("/a/README.md", null)]
    public void The_stem_is_the_name_without_version_and_hash(string file, string? stem)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Names of libraries differ elsewhere.");

        Assert.Equal(stem, NativeFolder.Stem(file));
    }
}
