using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Accrete.Costs;
using Accrete.Files;
using Accrete.Growth;
using Accrete.Machine;
using Accrete.Networks;
using Accrete.Pruning;
using Accrete.Training;

namespace Accrete.Cumulative.Plans;

/// <summary>A plan: everything that decides a run. Training again from the same plan gives the same numbers.</summary>
/// <remarks>A recipe is a partial plan: it says only what differs from the default values here.</remarks>
public sealed record Plan
{
    /// <summary>The version of the format that this version of Accrete writes, and the newest that it reads.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The version of the format.</summary>
    [Description("version of the format of plans"), Range(1, CurrentSchema)]
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Gets the name of the plan.</summary>
    [Description("name of the recipe")]
    public string Name { get; init; } = "unnamed";

    /// <summary>The images.</summary>
    public DataPlan Data { get; init; } = new();

    /// <summary>The architecture.</summary>
    public NetworkPlan Network { get; init; } = new();

    /// <summary>The stages, first to last.</summary>
    [Description("the stages, first to last, each written as [[stages]]"), MinLength(1), MaxLength(1000)]
    public IReadOnlyList<StagePlan> Stages { get; init; } = [];

    /// <summary>Gets the settings of the optimizer.</summary>
    public OptimiserSettings Optimiser { get; init; } = new();

    /// <summary>Gets the schedule of the learning rate.</summary>
    public Annealing Annealing { get; init; } = new();

    /// <summary>Gets the settings of growth.</summary>
    public GrowthSettings Growth { get; init; } = new();

    /// <summary>Gets the settings of pruning.</summary>
    public PruningSettings Pruning { get; init; } = new();

    /// <summary>
    /// Gets the budget of the run; the epochs of all stages are scaled by one factor to fit it. Null means no budget.
    /// </summary>
    [Description("what the run may spend, such as 10min, 2e15macs or 50kJ; the epochs of all stages are scaled to fit")]
    public Budget? Budget { get; init; }

    /// <summary>Gets the model of energy.</summary>
    public EnergyModel Energy { get; init; } = new();

    /// <summary>Gets when the network is tested.</summary>
    public EvaluationPlan Evaluation { get; init; } = new();

    /// <summary>Gets the settings of comparisons.</summary>
    public ComparisonPlan Comparison { get; init; } = new();

    /// <summary>Gets the seed of all random choices.</summary>
    [Description("seed of all random choices"), Range(0, int.MaxValue)]
    public int Seed { get; init; } = 1;

    /// <summary>Gets the precision in which networks compute.</summary>
    [Description("precision of the computation: fp32, bf16, or auto, which chooses the faster one on this processor")]
    public PrecisionChoice Precision { get; init; } = PrecisionChoice.Auto;

    /// <summary>Gets the number of threads of a tensor operation; 0 means one for each core.</summary>
    [Description("number of threads that compute; 0 means one for each core"), Range(0, 1024)]
    public int Threads { get; init; }

    /// <summary>Gets the device that networks run on: cpu, cuda, or cuda:N.</summary>
    [
        Description("device that computes: cpu, cuda, or cuda:N for GPU number N"),
        RegularExpression("^(cpu|cuda(:[0-9]{1,3})?)$")
    ]
    public string Device { get; init; } = "cpu";

    /// <summary>Gets the seed of the random division of a folder without test images of its own.</summary>
    public Seed RootOfSplit() => new((ulong)(Data.SplitSeed ?? Seed));

    /// <summary>Gets the precision of a plan whose automatic values are decided.</summary>
    public Precision ComputePrecision() =>
        Precision == PrecisionChoice.Bf16 ? Networks.Precision.BFloat16 : Networks.Precision.Float32;

    /// <summary>
    /// What decides the numbers, as it was asked for: not where the data lie, what a budget came to, or what the run is
    /// compared with.
    /// </summary>
    internal Plan AsAsked() =>
        this with
        {
            Data = Data with { Root = null },
            Comparison = new ComparisonPlan(),
            Energy = Budget is { Unit: BudgetUnit.Joules } ? Energy : new EnergyModel(),
            Stages = Budget is null ? Stages : [.. Stages.Select(s => s with { Steps = null })],
        };

    /// <summary>
    /// Makes the same plan with all automatic values decided for this machine, and with absolute paths.
    /// </summary>
    public Plan Resolve() =>
        this with
        {
            Precision =
                Precision != PrecisionChoice.Auto ? Precision
                : Device != "cpu" || Processor.Detect().FastBFloat16 ? PrecisionChoice.Bf16
                : PrecisionChoice.Fp32,
            Threads = Threads > 0 ? Threads : Environment.ProcessorCount,
            Data = Data with
            {
                Set = Directory.Exists(Data.Set) ? Path.GetFullPath(Data.Set) : Data.Set,
                Root = Data.Root is null ? null : Path.GetFullPath(Data.Root),
            },
        };

    /// <summary>Makes the same plan without paths of this machine: the data set is given by its name alone.</summary>
    public Plan WithoutPlaces() => this with { Data = Data with { Set = PlaceName.Of(Data.Set), Root = null } };
}
