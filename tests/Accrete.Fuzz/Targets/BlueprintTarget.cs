using System.Text;
using Accrete.Blueprints;

namespace Accrete.Fuzz.Targets;

/// <summary>A blueprint, and what <c>inspect</c> shows of it.</summary>
internal sealed class BlueprintTarget() : Target("blueprint")
{
    public override IReadOnlyList<Mutation> Structure { get; } = [Json.Any];

    public override void Run(byte[] input, CancellationToken stop)
    {
        var blueprint = BlueprintJson.Read(Encoding.UTF8.GetString(input), "blueprint.json");
        _ = (
            blueprint.DescribeWidths(),
            blueprint.Parameters.Count(),
            blueprint.ForwardMacs,
            new ChannelGroups(blueprint).All.Count
        );
        BlueprintJson.Read(BlueprintJson.Write(blueprint), "again");
    }

    protected override IEnumerable<byte[]> Make() =>
        Architectures
            .Names.Where(n => n is "vgg-small" or "resnet20" or "mobilenetv2" or "googlenet" or "mlp")
            .Select(n =>
                Encoding.UTF8.GetBytes(
                    BlueprintJson.Write(
                        Architectures
                            .Find(n)
                            .Build(new ImageShape(3, 32, 32), 4, 0.1, n is "mlp" or "vgg-small" ? 1 : 0.3)
                    )
                )
            );
}
