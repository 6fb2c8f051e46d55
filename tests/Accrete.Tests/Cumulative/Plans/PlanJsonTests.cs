using System.Security.Cryptography;
using System.Text;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;

namespace Accrete.Tests.Cumulative.Plans;

public sealed class PlanJsonTests : IDisposable
{
    private static readonly Plan Plan = new() { Stages = [new StagePlan(), new StagePlan { Epochs = 2 }] };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_decides_a_run_is_the_text_of_its_plan() =>
        Assert.Equal(HashOf(PlanJson.Write(Plan.AsAsked())), PlanJson.Identity(Plan, folder["none.json"]));

    [Fact]
    public void Keys_that_an_earlier_version_did_not_know_do_not_count()
    {
        string[] later = ["\"balance\"", "\"fit\"", "\"rate\": 1,"];
        var earlier = string.Join('\n', PlanJson.Write(Plan.AsAsked()).Split('\n').Where(l => !later.Any(l.Contains)));
        Assert.Equal(HashOf(earlier), PlanJson.Identity(Plan, folder.Write("plan.json", earlier)));
        // What the text does know counts.
        Assert.NotEqual(HashOf(earlier), PlanJson.Identity(Plan with { Seed = 2 }, folder["plan.json"]));
    }

    [Theory]
    [InlineData("data.flip", "data.flip=auto")]
    [InlineData("data.balance", "data.balance=sampling")]
    [InlineData("stages.2.epochs", "stages.2.epochs=2")]
    [InlineData("network.blueprint", null)]
    [InlineData("stages", null)]
    // Which images there are is not asked for.
    [InlineData("data.set", null)]
    [InlineData("data.sha256", null)]
    public void A_value_can_be_set_again(string key, string? setting)
    {
        var plan = Plan with
        {
            Data = new DataPlan { Balance = ClassBalance.Sampling, Sha256 = "ab" },
        };
        Assert.Equal(setting, PlanJson.Setting(plan, key));
        if (setting is not null)
        {
            var read = Recipe.Read(folder.Write("other.json", PlanJson.Write(Plan)), [setting]);
            Assert.Equal(PlanJson.Setting(plan, key), PlanJson.Setting(read, key));
        }
    }

    private static string HashOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
