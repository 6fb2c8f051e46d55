using Accrete.Storage;

namespace Accrete.Tests.Storage;

public sealed class StoredNumbersTests
{
    [Theory]
    [InlineData("""{ "totals": { "trainingMacs": -1 } }""", "totals.trainingMacs is -1")]
    [InlineData("""{ "totals": { "seconds": 1e308 } }""", "totals.seconds is 1e308")]
    [InlineData("""{ "totals": { "seconds": -0.5 } }""", "totals.seconds is -0.5")]
    [InlineData("""{ "totals": { "seconds": 1e999 } }""", "totals.seconds is 1e999")]
    [InlineData("""{ "final": { "testAccuracy": 1.5 } }""", "final.testAccuracy is 1.5")]
    [InlineData("""{ "final": { "classAccuracy": [0.5, 2] } }""", "final.classAccuracy is 2")]
    [InlineData("""{ "final": { "top5": 7 } }""", "final.top5 is 7")]
    [InlineData("""{ "ledger": [{ "macs": 9e18 }, { "macs": 9e18 }] }""", "ledger.macs is 9e18")]
    public void What_cannot_be_is_named(string text, string says) =>
        Assert.Equal(says, Assert.Throws<InvalidInputException>(() => new StoredNumbers().Check(text)).Message);

    [Fact]
    public void What_can_be_passes() =>
        new StoredNumbers().Check(
            """{ "plan": { "x": -1 }, "stages": [{ "receipts": [{ "detail": { "x": -1 } }] }], "final": { "classAccuracy": [null, 1, 0] }, "ledger": [{ "macs": 4e18 }, { "macs": 4e18, "joules": 3e18 }], "totals": { "macs": 8e18 } }"""
        );

    [Fact]
    public void Only_what_is_added_up_must_have_a_sum_also_over_documents()
    {
        var numbers = new StoredNumbers(["step"]);
        numbers.Check("""{ "step": 9e18, "trainingMacs": 9e18, "trainLoss": 1e30 }""");
        numbers.Check("""{ "step": 0, "trainingMacs": 9e18, "trainLoss": 1e30 }""");
        Assert.Equal(
            "step is 9e18",
            Assert.Throws<InvalidInputException>(() => numbers.Check("""{ "step": 9e18 }""")).Message
        );
    }
}
