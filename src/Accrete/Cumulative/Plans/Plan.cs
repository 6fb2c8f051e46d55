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

/// <summary>Everything that decides a run: training again from it gives the same numbers.</summary>
/// <remarks>A recipe is a part of a plan: it says only what differs from the values here.</remarks>
public sealed record Plan
{
    /// <summary>The layout that this version writes, and the newest that it reads.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The version of this layout.</summary>
    [Description("version of the format of plans"), Range(1, CurrentSchema)]
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>What the plan is called.</summary>
    [Description("name of the recipe")]
    public string Name { get; init; } = "unnamed";

    /// <summary>The images.</summary>
    public DataPlan Data { get; init; } = new();

    /// <summary>The architecture.</summary>
    public NetworkPlan Network { get; init; } = new();

    /// <summary>The stages, first to last.</summary>
    [Description("the stages, first to last, each written as [[stages]]"), MinLength(1), MaxLength(1000)]
    public IReadOnlyList<StagePlan> Stages { get; init; } = [];

    /// <summary>How weights change in a step.</summary>
    public OptimiserSettings Optimiser { get; init; } = new();

    /// <summary>How the learning rate changes over the run.</summary>
    public Annealing Annealing { get; init; } = new();

    /// <summary>How networks grow.</summary>
    public GrowthSettings Growth { get; init; } = new();

    /// <summary>How channels that are not used are taken out.</summary>
    public PruningSettings Pruning { get; init; } = new();

    /// <summary>
    /// What the run may take: the epochs of all stages are made longer or shorter by the same factor to fit.
    /// </summary>
    [Description("what the run may spend, such as 10min, 2e15macs or 50kJ; the epochs of all stages are scaled to fit")]
    public Budget? Budget { get; init; }

    /// <summary>How energy is modelled.</summary>
    public EnergyModel Energy { get; init; } = new();

    /// <summary>When the network is tested.</summary>
    public EvaluationPlan Evaluation { get; init; } = new();

    /// <summary>What the run is compared with.</summary>
    public ComparisonPlan Comparison { get; init; } = new();

    /// <summary>The root of every random choice.</summary>
    [Description("seed of all random choices"), Range(0, int.MaxValue)]
    public int Seed { get; init; } = 1;

    /// <summary>In which numbers networks compute.</summary>
    [Description("precision of the computation: fp32, bf16, or auto, which chooses the faster one on this processor")]
    public PrecisionChoice Precision { get; init; } = PrecisionChoice.Auto;

    /// <summary>Threads of a tensor operation; 0 takes all cores.</summary>
    [Description("number of threads that compute; 0 means one for each core"), Range(0, 1024)]
    public int Threads { get; init; }

    /// <summary>Where networks run.</summary>
    [
        Description("device that computes: cpu, cuda, or cuda:N for GPU number N"),
        RegularExpression("^(cpu|cuda(:[0-9]{1,3})?)$")
    ]
    public string Device { get; init; } = "cpu";

    /// <summary>The root of the random split of a folder that has none.</summary>
    public Seed RootOfSplit() => new((ulong)(Data.SplitSeed ?? Seed));

    /// <summary>In which numbers networks compute, once nothing is left to the machine.</summary>
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
    /// The same plan with nothing left to the machine: what is automatic is decided, and paths are whole.
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

    /// <summary>
    /// The plan as it is handed to others: its data by name, and not where they lie on this machine, which
    /// <c>plan.json</c> keeps.
    /// </summary>
    public Plan WithoutPlaces() => this with { Data = Data with { Set = PlaceName.Of(Data.Set), Root = null } };
}
