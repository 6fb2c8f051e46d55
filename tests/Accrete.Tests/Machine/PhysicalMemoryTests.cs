using Accrete.Machine;

namespace Accrete.Tests.Machine;

public sealed class PhysicalMemoryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public PhysicalMemoryTests() =>
        File.WriteAllText(folder["meminfo"], "MemTotal:       2000 kB\nMemFree: 1 kB\nMemAvailable:   1500 kB\n");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Some_is_available_and_less_is_resident()
    {
        var memory = PhysicalMemory.Measure();

        Assert.InRange(memory.AvailableBytes, 1, memory.TotalBytes);
        Assert.InRange(PhysicalMemory.ResidentBytes(), 1, memory.TotalBytes);
    }

    [Fact]
    public void The_kernel_tells_it() =>
        Assert.Equal(
            new PhysicalMemory(2000 * 1024, 1500 * 1024),
            PhysicalMemory.Measure(folder["meminfo"], folder["none"])
        );

    [Theory]
    [InlineData("max", 2000 * 1024, 1500 * 1024)]
    [InlineData("1024000", 1024000, 1000000)]
    public void A_container_has_what_it_was_given(string limit, long total, long available)
    {
        File.WriteAllText(folder["memory.max"], limit + "\n");
        File.WriteAllText(folder["memory.current"], "24000\n");

        Assert.Equal(new PhysicalMemory(total, available), PhysicalMemory.Measure(folder["meminfo"], folder.Path));
    }
}
