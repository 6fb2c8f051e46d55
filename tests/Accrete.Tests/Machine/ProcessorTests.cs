using Accrete.Machine;

namespace Accrete.Tests.Machine;

public sealed class ProcessorTests
{
    [Fact]
    public void Names_what_the_kernel_names_too()
    {
        var processor = Processor.Detect();

        Assert.NotEmpty(processor.Name);
        Assert.Equal(Environment.ProcessorCount, processor.LogicalCores);
        Assert.SkipUnless(File.Exists("/proc/cpuinfo"), "Only Linux lists the flags to compare with.");
        var flags = File.ReadAllText("/proc/cpuinfo").Split([' ', '\n']);
        Assert.Equal(flags.Contains("avx2"), processor.InstructionSets.Contains("AVX2"));
        Assert.Equal(flags.Contains("avx512_bf16"), processor.InstructionSets.Contains("AVX-512 BF16"));
    }

    [Theory]
    [InlineData("AVX2", false)]
    [InlineData("AVX-512 BF16", true)]
    [InlineData("AMX BF16", true)]
    [InlineData("NEON BF16", true)]
    public void Bf16_is_fast_where_an_instruction_set_has_it(string set, bool fast) =>
        Assert.Equal(fast, new Processor("x", 1, [set]).FastBFloat16);
}
