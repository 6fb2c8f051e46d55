using System.Text;
using Accrete.Cli;
using Accrete.Cli.Terminal;

namespace Accrete.Fuzz.Targets;

/// <summary>
/// Command lines, an argument on each line, of commands that compute little; of others the arguments are read and the
/// work is called off.
/// </summary>
internal sealed class ArgumentsTarget() : Target("arguments")
{
    private static readonly string[] Quick =
    [
        "inspect",
        "plan",
        "data",
        "doctor",
        "report",
        "export",
        "import",
        "grow",
        "prune",
        "predict",
    ];

    public override IReadOnlyList<Mutation> Structure { get; } = [Lines.Any];

    public override void Run(byte[] input, CancellationToken stop)
    {
        // What leads out of the folder of this input is not tried.
        var text = Encoding
            .UTF8.GetString(input)
            .Replace('/', '_')
            .Replace("..", "_", StringComparison.Ordinal)
            .Replace('~', '_');
        string[] arguments = [.. text.Split('\n').Take(30)];
        Directory.SetCurrentDirectory(Folder.Value);
        using var error = new StringWriter();
        using var called = new CancellationTokenSource();
        if (!Quick.Contains(arguments[0]))
        {
            called.Cancel();
            arguments = arguments[0] is "train" or "compare" or "evaluate" or "detect"
                ? [.. arguments, "--help"]
                : arguments;
        }

        using var output = new StringWriter();
        var status = CommandLine
            .RunAsync(arguments, output, error, new StopNotice(), called.Token)
            .GetAwaiter()
            .GetResult();
        var said = error.ToString();
        if (said.Contains("a fault of Accrete", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"status {status}: {said}");
        }
    }

    protected override IEnumerable<byte[]> Make() =>
        new[]
        {
            "inspect\nresnet20\n--classes\n10\n--size\n32\n--width\n0.5",
            "inspect\nvgg-small\n--groups\n--json",
            "inspect\nmodel.safetensors\n--threads\n1",
            "plan\n--recipe\nsample\n--set\nstages.1.width=0.5\n--seed\n3\n--budget\n2e12macs",
            "plan\n--keys",
            "data\nlist\n--data-root\n.",
            "train\n--data\nsample\n--out\nrun\n--set\nseed=2\n--resume",
            "compare\n--seeds\n2\n--arms\nscratch\n--out\nx",
            "grow\nmodel.safetensors\n--widen\n1.5\n--out\ngrown.safetensors\n--force",
            "prune\nmodel.safetensors\n--by\nl1\n--threshold\n0.9\n--out\npruned.safetensors\n--force",
            "export\nmodel.safetensors\n--format\nonnx\n--out\nmodel.onnx\n--force",
            "predict\nmodel.safetensors\n--top\n2\nimage.png",
            "report\n.\n--out\npage.html",
            "evaluate\nmodel.safetensors\n--data\nsample\n--images\n5",
            "detect\nrun\n--epsilon\n8/255\n--attacks\nfgsm",
        }.Select(Encoding.UTF8.GetBytes);

    private static readonly Lazy<string> Folder = new(() =>
    {
        var folder = Workshop.Empty("arguments");
        File.Copy(Storage.StoredRun.LineageFiles(Workshop.RunFolder)[0], Path.Combine(folder, "model.safetensors"));
        File.WriteAllBytes(
            Path.Combine(folder, "image.png"),
            Tests.Datasets.Made.Png(8, 8, (x, y) => new SkiaSharp.SKColor((byte)x, (byte)y, 3))
        );
        return folder;
    });
}
