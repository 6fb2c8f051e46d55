using Accrete.Machine;

namespace Accrete.Tests.Machine;

public sealed class PowerMetersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void No_counters_is_no_meter() => Assert.False(PowerMeters.Rapl(folder["none"]).Readable);

    [Fact]
    public void A_counter_that_can_be_read_is_a_meter()
    {
        Directory.CreateDirectory(folder["intel-rapl:0"]);
        File.WriteAllText(folder["intel-rapl:0/energy_uj"], "123\n");
        File.WriteAllText(folder["intel-rapl:0/name"], "package-0\n");

        Assert.Equal(
            new PowerMeter("processor (RAPL)", true, folder["intel-rapl:0/energy_uj"]),
            PowerMeters.Rapl(folder.Path)
        );
    }
}
