using System.Text;
using System.Text.RegularExpressions;
using Accrete.Costs;
using Accrete.Storage;
using static TorchSharp.torch;

namespace Accrete.Fuzz.Targets;

/// <summary>A checkpoint alone; <see cref="RunFolderTarget"/> also goes on from one.</summary>
internal sealed partial class CheckpointTarget() : FileTarget("checkpoint", "checkpoint.safetensors")
{
    public override IReadOnlyList<Mutation> Structure { get; } = SafeTensorsFile.All;

    protected override void Read(string path, CancellationToken stop) =>
        CheckpointFile.Read(path, CPU, PlanOf(path), CostLimits.Usual).Checkpoint.Dispose();

    // Of another plan it would not be looked at further.
    private static string PlanOf(string path) =>
        Identity().Match(Encoding.Latin1.GetString(File.ReadAllBytes(path))).Groups[1].Value;

    [GeneratedRegex("\"accrete.plan\":\"([0-9a-f]{64})\"")]
    private static partial Regex Identity();

    protected override IEnumerable<byte[]> Make() =>
        Directory
            .GetFiles(Path.Combine(Workshop.RunFolder, "checkpoint"), "*.safetensors")
            .SelectMany(f => SafeTensorsFile.WithAndWithoutSum(File.ReadAllBytes(f)));
}
