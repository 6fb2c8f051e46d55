using Accrete.Blueprints;
using Accrete.Interchange;
using Accrete.Networks;

namespace Accrete.Fuzz.Targets;

/// <summary>Weights under PyTorch's names, as <c>import</c> takes them.</summary>
internal sealed class StateDictTarget() : FileTarget("state-dict", "weights.safetensors", 2)
{
    private static readonly IArchitecture Architecture = Architectures.Find("vgg-small");

    public override IReadOnlyList<Mutation> Structure { get; } = SafeTensorsFile.All;

    protected override void Read(string path, CancellationToken stop)
    {
        using var weights = StateDictFile.Read(path);
        var blueprint = Build(Math.Min(weights.ClassesOf(Build(1)), 1000));
        using var network = weights.ToNetwork(blueprint);
        _ = weights.LeftOut(blueprint).Count();
    }

    protected override IEnumerable<byte[]> Make()
    {
        var file = Workshop.Written("made.safetensors", []);
        using var network = new Network(Build(3), new Seed(1));
        StateDictFile.Write(file, network);
        return SafeTensorsFile.WithAndWithoutSum(File.ReadAllBytes(file));
    }

    private static Blueprint Build(int classes) => Architecture.Build(new ImageShape(1, 8, 8), classes, 0.1);
}
