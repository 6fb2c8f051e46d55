using System.CommandLine;
using Accrete.Cli.Options;
using Accrete.Cli.Progress;
using Accrete.Cli.Terminal;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Storage;
using Spectre.Console;

namespace Accrete.Cli.Commands;

/// <summary><c>accrete train</c>: a whole run, or the rest of one.</summary>
internal sealed class TrainCommand : Command
{
    private readonly PlanOptions options = new();
    private readonly RunOptions run = new();
    private readonly JsonOption json = new();

    public TrainCommand()
        : base(
            "train",
            "Train a classifier by cumulative training, and write a run folder. Without options, train on the sample "
                + "images that come with Accrete."
        )
    {
        options.AddTo(this);
        run.AddTo(this);
        Options.Add(json);
        SetAction(Run);
    }

    private Task<int> Run(ParseResult parsed, CancellationToken stop)
    {
        var screen = Screen.For(parsed, parsed.GetValue(json));
        var resumes = run.Resumes(parsed);
        var path = resumes ? run.EarlierFolder(parsed) : null;
        var plan = path is null ? options.Read(parsed) : EarlierPlan(parsed, path);
        if (path is null)
        {
            run.RequireUnused(parsed);
        }
        else if (StoredRun.ReadOutcome(path) is { Final: not null } finished)
        {
            return Task.FromResult(TellFinished(screen, path, finished, parsed.GetValue(json)));
        }

        screen.WhenStopped(() => Stopped(path));
        options.Start(parsed, plan);
        using var training = DecodeBar.Show(screen, progress => Open(parsed, plan, path, screen, progress, stop));
        var (data, folder) = (training.Data, training.Folder);
        plan = training.Plan;
        screen.WhenStopped(() => Stopped(folder.Path));
        var table = new StageTable(StoredRun.ReadOutcome(folder.Path)?.Stages ?? []);
        DataLines.Print(data, plan.Data, screen.People);
        screen.People.WriteLine(
            $"{(resumes ? "Going on with" : "Writing")} {folder.Path}: {plan.Network.Name} on {data.Name}, "
                + $"seed {plan.Seed}, {plan.Precision.ToString().ToLowerInvariant()}, "
                + $"{Counted.Of(plan.Threads, "thread")}"
        );
        var outcome = Watch(screen, table, observer => training.Train(observer, stop));
        Finish(screen, table, folder, outcome, data, parsed.GetValue(json));
        return Task.FromResult(ExitStatus.Done);
    }

    private TrainingRun Open(
        ParseResult parsed,
        Plan plan,
        string? earlier,
        Screen screen,
        IProgress<DecodeProgress>? progress,
        CancellationToken stop
    )
    {
        var named = run.Named(parsed);
        var opened = new TrainingRunOptions
        {
            Limits = options.Limits(parsed),
            CheckpointEvery = run.CheckpointEvery(parsed),
            NumberTakenFolders = named is null,
            Progress = progress,
            Warn = screen.Warn,
            Record = folder => run.Record(parsed, folder),
        };
        return earlier is null
            ? TrainingRun.Begin(plan, named ?? RunOptions.Proposed(plan), opened, stop)
            : TrainingRun.Resume(earlier, plan, opened, stop);
    }

    private static string Stopped(string? path) =>
        path is null || !StoredRun.Holds(path) ? "Stopped before the run began; nothing was written."
        : StoredRun.HasCheckpoint(path) ? $"Stopped, with a checkpoint. Go on with: {Again(path)}"
        : $"Stopped before the first checkpoint. Begin again with: {Again(path)}";

    private static string Again(string path) => CommandHint.Of("train", "--resume", "--out", path);

    private Plan EarlierPlan(ParseResult parsed, string path) =>
        options.AreGiven(parsed)
            ? throw new InvalidInputException(
                "--resume: the plan of the run is fixed; leave out the options that change it, or begin a new "
                    + "run with --out."
            )
            : options.Relocate(parsed, StoredRun.ReadPlan(path));

    // What is finished is finished: nothing of it is touched, whatever has become of the images or the checkpoint
    // since.
    private static int TellFinished(Screen screen, string path, RunOutcome outcome, bool json)
    {
        var model = ModelPath.Find(path);
        screen.People.WriteLine(
            $"{path}: this run is finished, {NumberText.Share(outcome.Final!.TestAccuracy)} of "
                + $"{NumberText.Count(outcome.Dataset.TestImages)} test images; nothing is left to train."
        );
        screen.People.WriteLine(
            model is null
                ? "Its model is gone."
                : $"Model: {model}. Try it: {CommandHint.Of("predict", path, "IMAGE...")}"
        );
        if (json)
        {
            screen.Document(outcome, RunFolder.OutcomeType);
        }

        return ExitStatus.Done;
    }

    private static RunOutcome Watch(Screen screen, StageTable table, Func<IRunObserver, RunOutcome> train)
    {
        if (!screen.People.Profile.Capabilities.Interactive)
        {
            return train(new LineDisplay(screen.People, table));
        }

        return screen
            .People.Live(new Text(""))
            .AutoClear(true)
            .Start(context => train(new PanelDisplay(context, table)));
    }

    private static void Finish(
        Screen screen,
        StageTable table,
        RunFolder folder,
        RunOutcome outcome,
        Dataset data,
        bool json
    )
    {
        var page = ReportCommand.Write(folder.Path);
        screen.People.Write(table.Render());
        screen.People.WriteLine(
            $"{NumberText.Share(outcome.Final!.TestAccuracy)} of "
                + $"{NumberText.Count(outcome.Dataset.TestImages)} test images, "
                + $"{NumberText.Short(outcome.Totals.TrainingMacs)}MAC of training in "
                + $"{Clock.Text(outcome.Totals.Seconds)}."
        );
        BalanceLine.Print(outcome.Final.ClassAccuracy, data, outcome.Plan.Data.Balance, screen.People);
        if (outcome.Budget is { } budget)
        {
            screen.People.WriteLine(
                $"Budget {NumberText.Amount(budget.Asked)}, spent "
                    + $"{NumberText.Amount(budget.Spent)}{(budget.Source is { } source ? $", {source}" : "")} "
                    + $"({100 * ((budget.Spent.Amount / budget.Asked.Amount) - 1):+0.0;-0.0} %)."
            );
        }

        screen.People.WriteLine(
            $"Model: {folder.ModelPath}. Report: {page}. Try it: {CommandHint.Of("predict", folder.Path, "IMAGE...")}"
        );
        if (json)
        {
            // As in run.json: where the images lie on this machine is nobody else's business.
            screen.Document(outcome with { Plan = outcome.Plan.WithoutPlaces() }, RunFolder.OutcomeType);
        }
    }
}
