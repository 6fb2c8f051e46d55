using Accrete.Machine;

namespace Accrete.Tests.Machine;

public sealed class DiagnosisTests
{
    [Fact]
    public void A_machine_that_runs_this_test_is_healthy() => Assert.True(Diagnosis.OfThisMachine().Healthy);

    [Fact]
    public void One_failure_is_enough_to_be_unhealthy()
    {
        var diagnosis = new Diagnosis([Finding.Good("a", ""), Finding.Failure("b", "broken", "mend it")]);

        Assert.False(diagnosis.Healthy);
    }

    [Fact]
    public void A_slow_processor_is_told_what_to_train_with()
    {
        var findings = Diagnosis.ProcessorFindings(new Processor("Old", 1, []));

        Assert.Equal("Old, 1 core", findings[0].Value);
        Assert.All(findings.Skip(1), f => Assert.Equal(FindingLevel.Note, f.Level));
        Assert.Contains("--precision fp32", findings[2].Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1L << 30, nameof(FindingLevel.Note))]
    [InlineData(8L << 30, nameof(FindingLevel.Good))]
    public void Little_free_memory_is_worth_a_note(long available, string level) =>
        Assert.Equal(level, $"{Diagnosis.MemoryFinding(new PhysicalMemory(16L << 30, available)).Level}");

    [Fact]
    public void A_meter_that_cannot_be_read_is_a_note_with_its_advice() =>
        Assert.Equal(
            Finding.Note("power, x", "closed", "open it"),
            Diagnosis.PowerFinding(new PowerMeter("x", false, "closed", "open it"))
        );
}
