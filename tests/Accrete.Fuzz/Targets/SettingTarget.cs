using System.Text;
using System.Text.Json.Nodes;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;

namespace Accrete.Fuzz.Targets;

/// <summary>The values of <c>--set</c>, one on each line.</summary>
internal sealed class SettingTarget() : Target("set")
{
    public override IReadOnlyList<Mutation> Structure { get; } = [Lines.Any];

    public override void Run(byte[] input, CancellationToken stop) =>
        Schedule.Of(
            Recipe.Read(Recipe.DefaultName, Encoding.UTF8.GetString(input).Split('\n')).Resolve(),
            Workshop.LargerImages
        );

    // Every key with the value that it has already, six on six lines.
    protected override IEnumerable<byte[]> Make()
    {
        var plan = JsonNode.Parse(PlanJson.Write(Recipe.Read(Recipe.DefaultName)))!;
        return Settings(plan, "")
            .Chunk(6)
            .Select(s => Encoding.UTF8.GetBytes(string.Join('\n', s)))
            .Prepend("budget=2e12macs\noptimiser.rate = 0.1\nseed=4"u8.ToArray());
    }

    private static IEnumerable<string> Settings(JsonNode node, string path) =>
        node switch
        {
            JsonObject table => table
                .Where(p => p.Value is not null && p.Key is not ("schema" or "version"))
                .SelectMany(p => Settings(p.Value!, path.Length == 0 ? p.Key : $"{path}.{p.Key}")),
            JsonArray list => list.SelectMany((item, i) => Settings(item!, $"{path}.{i + 1}")),
            _ => [$"{path}={node.ToJsonString()}"],
        };
}
