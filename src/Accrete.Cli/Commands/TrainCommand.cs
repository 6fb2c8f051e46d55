using System.CommandLine;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Machine;
using Accrete.Storage;

namespace Accrete.Cli.Commands;

internal sealed class TrainCommand : Command
{
    private readonly Option<string> data = new("--data");
    private readonly Option<string> root = new("--data-root");
    private readonly Option<string> recipe = new("--recipe") { DefaultValueFactory = _ => "default" };
    private readonly Option<string> outFolder = new("--out") { Required = true };
    private readonly Option<bool> resume = new("--resume");
    private readonly Option<string[]> set = new("--set");

    public TrainCommand()
        : base("train", "Trains")
    {
        foreach (var o in new Option[] { data, root, recipe, outFolder, resume, set }) Options.Add(o);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        LibTorch.Load();
        var path = parsed.GetValue(outFolder)!;
        var plan = parsed.GetValue(resume) ? RunFolder.ReadPlan(path) : Recipe.Read(parsed.GetValue(recipe)!, parsed.GetValue(set));
        if (parsed.GetValue(data) is { } d) plan = plan with { Data = plan.Data with { Set = d, Root = parsed.GetValue(root) } };
        plan = plan.Resolve();
        TorchSharp.torch.set_num_threads(plan.Threads);
        using var dataset = DatasetCatalog.Open(new DatasetRequest { NameOrPath = plan.Data.Set, Root = plan.Data.Root, Size = plan.Data.Size, Channels = plan.Data.Channels, Holdout = plan.Data.Holdout, Seed = new Seed((ulong)plan.Seed) });
        using var folder = parsed.GetValue(resume) ? RunFolder.Open(path) : RunFolder.Create(path, plan);
        var outcome = new CumulativeTraining(plan, dataset, folder, new Lines()).Run();
        Console.WriteLine($"final {outcome.Final} {outcome.Totals}");
        return ExitStatus.Done;
    }

    private sealed class Lines : IRunObserver
    {
        public void Grown(Stage stage, IReadOnlyList<Growth.Receipt> receipts) => Console.WriteLine($"grown {stage.Index} {string.Join("; ", receipts.Select(r => $"{r.Kind} {r.MaxLogitChangeEval:g3} {r.MaxLogitChangeTrain:g3} {r.Detail.Seconds:f2}s"))}");
        public void Stepped(TrainingProgress p) { if (p.Step % p.Stage.StepsPerEpoch == 1) Console.WriteLine($"stage {p.Stage.Index} step {p.Step}/{p.Stage.Steps} loss {p.Epoch.Loss:f3} acc {p.Epoch.Accuracy:f3} lr {p.LearningRate:f4} test {p.TestAccuracy} t {p.Seconds:f1}"); }
        public void Completed(StageOutcome o) => Console.WriteLine($"completed {o.Index} {o.TestAccuracy} {o.Seconds:f1}s train {o.TrainAccuracy:f3} macs {o.TrainingMacs:g4}");
    }
}
