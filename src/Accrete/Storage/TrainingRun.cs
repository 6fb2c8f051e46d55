using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;

namespace Accrete.Storage;

/// <summary>A training run with its plan, its images and its folder.</summary>
/// <example>
/// <code>
/// var plan = Recipe.Read("default", ["seed=7"]);
/// using var run = TrainingRun.Begin(plan, "runs/mine");
/// RunOutcome outcome = run.Train();
/// </code>
/// </example>
public sealed class TrainingRun : IDisposable
{
    private readonly TrainingRunOptions options;
    private readonly Schedule schedule;
    private readonly bool isNew;

    private TrainingRun(
        Plan plan,
        Dataset data,
        Schedule schedule,
        RunFolder folder,
        bool isNew,
        TrainingRunOptions options
    )
    {
        (Plan, Data, Folder) = (plan, data, folder);
        (this.schedule, this.isNew, this.options) = (schedule, isNew, options);
    }

    /// <summary>Gets the plan of the run.</summary>
    public Plan Plan { get; }

    /// <summary>Gets the images; the run owns them.</summary>
    public Dataset Data { get; }

    /// <summary>Gets the folder of the run.</summary>
    public string Path => Folder.Path;

    /// <summary>Where the run is written; the run owns it.</summary>
    internal RunFolder Folder { get; }

    /// <summary>Begins a new run: opens the images that its plan names, and makes its folder.</summary>
    /// <param name="plan">The plan; its automatic values are decided here.</param>
    /// <param name="folder">The folder of the run, which is made.</param>
    /// <param name="options">Options of the run.</param>
    /// <param name="cancellationToken">Stops the reading of the images.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if the images are not there, damaged, not the ones whose SHA-256 the plan gives, or do not fit the plan;
    /// if a network asks for more than the limits allow; or if the folder holds another run or other files. Nothing is
    /// written then.
    /// </exception>
    /// <exception cref="AccreteException">Throws if the folder cannot be written.</exception>
    public static TrainingRun Begin(
        Plan plan,
        string folder,
        TrainingRunOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        options ??= new TrainingRunOptions();
        if (!options.NumberTakenFolders)
        {
            RunFolder.RequireUnused(folder);
        }

        return With(plan.Resolve(), null, options, p => NewFolder(folder, p, options), cancellationToken);
    }

    /// <summary>
    /// Begins a new run with images that the program has read itself, whatever images the plan names.
    /// </summary>
    /// <param name="plan">The plan; its automatic values are decided here.</param>
    /// <param name="data">The images; the run owns them from here on, and they are disposed of if this fails.</param>
    /// <param name="folder">The folder of the run, which is made.</param>
    /// <param name="options">Options of the run.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if the images do not fit the plan; if a network asks for more than the limits allow; or if the folder
    /// holds another run or other files. Nothing is written then.
    /// </exception>
    /// <exception cref="AccreteException">Throws if the folder cannot be written.</exception>
    public static TrainingRun Begin(Plan plan, Dataset data, string folder, TrainingRunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        options ??= new TrainingRunOptions();
        plan = plan with { Data = plan.Data with { Set = data.Name, Sha256 = data.Sha256 } };
        return With(plan.Resolve(), data, null, options, p => NewFolder(folder, p, options));
    }

    /// <summary>Resumes a run with images that the program has read itself.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="data">The images; the run owns them from here on, and they are disposed of if this fails.</param>
    /// <param name="options">Options of the run.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if the folder holds no run or one that another process writes, or if the images are not those that the
    /// run began with.
    /// </exception>
    public static TrainingRun Resume(string folder, Dataset data, TrainingRunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        var plan = StoredRun.ReadPlan(folder);
        if (plan.Data.Sha256 is { Length: > 0 } sum && sum != data.Sha256)
        {
            data.Dispose();
            throw new InvalidInputException(
                $"{folder}: began with images whose SHA-256 is {sum}, and that of these is {data.Sha256}; give the "
                    + "same images."
            );
        }

        return With(plan, data, folder, options ?? new TrainingRunOptions(), _ => RunFolder.Open(folder));
    }

    /// <summary>Resumes a run that was stopped or killed: opens its images and its folder.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="options">Options of the run.</param>
    /// <param name="cancellationToken">Stops the reading of the images.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if the folder holds no run or one that another process writes, or if the images are not those that the
    /// run began with.
    /// </exception>
    public static TrainingRun Resume(
        string folder,
        TrainingRunOptions? options = null,
        CancellationToken cancellationToken = default
    ) => Resume(folder, StoredRun.ReadPlan(folder), options, cancellationToken);

    /// <summary>The same, with images that were moved since: the plan names their new place.</summary>
    internal static TrainingRun Resume(
        string folder,
        Plan plan,
        TrainingRunOptions? options,
        CancellationToken cancellationToken
    ) => With(plan, folder, options ?? new TrainingRunOptions(), _ => RunFolder.Open(folder), cancellationToken);

    /// <summary>Trains all stages, or those that remain after the newest checkpoint.</summary>
    /// <param name="observer">Receives the progress of the run.</param>
    /// <param name="cancellationToken">Stops the run after the current step, with a checkpoint.</param>
    /// <exception cref="OperationCanceledException">
    /// Throws if the run was stopped; <see cref="Resume(string, TrainingRunOptions, CancellationToken)"/> continues it.
    /// </exception>
    /// <exception cref="AccreteException">
    /// Throws if the loss is not finite, growth was not exact, or a file cannot be written.
    /// </exception>
    public RunOutcome Train(IRunObserver? observer = null, CancellationToken cancellationToken = default)
    {
        if (isNew)
        {
            ImagesFile.Write(Folder.Path, Data);
        }

        return new CumulativeTraining(Plan, Data, options.Record(Folder), observer, schedule)
        {
            CheckpointEvery = options.CheckpointEvery,
            Parts = options.Parts,
        }.Run(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Folder.Dispose();
        Data.Dispose();
    }

    private static TrainingRun With(
        Plan plan,
        string? earlier,
        TrainingRunOptions options,
        Func<Plan, RunFolder> open,
        CancellationToken cancellationToken
    )
    {
        var data = PlannedImages.Open(plan, earlier, options.Progress, options.Warn, cancellationToken);
        return With(plan, data, earlier, options, open);
    }

    private static RunFolder NewFolder(string folder, Plan plan, TrainingRunOptions options) =>
        options.NumberTakenFolders ? RunFolder.CreateNew(folder, plan) : RunFolder.Create(folder, plan);

    private static TrainingRun With(
        Plan plan,
        Dataset data,
        string? earlier,
        TrainingRunOptions options,
        Func<Plan, RunFolder> open
    )
    {
        try
        {
            var sum = earlier is null ? data.Sha256 : plan.Data.Sha256;
            plan = plan with { Data = plan.Data.For(data) with { Sha256 = sum } };
            // A plan that does not fit the data must not leave a folder behind.
            var schedule = Schedule.Of(plan, data);
            schedule.CheckCosts(plan, options.Limits);
            var folder = open(plan);
            (folder.Warn, folder.Limits) = (options.Warn, options.Limits);
            return new TrainingRun(plan, data, schedule, folder, earlier is null, options);
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }
}
