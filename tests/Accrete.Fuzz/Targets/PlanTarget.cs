using System.Text;
using Accrete.Blueprints;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Pruning;
using Accrete.Tests.Cumulative;

namespace Accrete.Fuzz.Targets;

/// <summary>A plan in JSON, and what it comes to on images.</summary>
internal sealed class PlanTarget() : FileTarget("plan.json", "plan.json")
{
    public override IReadOnlyList<Mutation> Structure { get; } = [Json.Any];

    protected override void Read(string path, CancellationToken stop) =>
        Schedule.Of(Recipe.Read(path).Resolve(), Workshop.Images);

    protected override IEnumerable<byte[]> Make()
    {
        var own = Architectures.Find("resnet20").Build(new ImageShape(1, 8, 8), 3, 0.25, 0.4);
        Plan[] plans =
        [
            TinyRuns.Plan(),
            TinyRuns.Growing(CriterionKind.Pca),
            TinyRuns.Plan() with
            {
                Network = new NetworkPlan { Name = own.Name, Blueprint = own },
                Stages = [new StagePlan { Width = 0.5 }, new StagePlan()],
            },
        ];
        return plans.Select(p => Encoding.UTF8.GetBytes(PlanJson.Write(p.Resolve())));
    }
}
