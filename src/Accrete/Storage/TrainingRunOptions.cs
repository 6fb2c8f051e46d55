using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Datasets;

namespace Accrete.Storage;

/// <summary>Options of a <see cref="TrainingRun"/>.</summary>
public sealed record TrainingRunOptions
{
    /// <summary>Gets the limits on the memory and compute of networks.</summary>
    public CostLimits Limits { get; init; } = CostLimits.Usual;

    /// <summary>Gets the time between two checkpoints within a stage.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Gets whether a number is appended to the name of the folder if that folder is in use.</summary>
    public bool NumberTakenFolders { get; init; }

    /// <summary>Gets the parts that the program supplies instead of those of the plan, such as an optimizer.</summary>
    public OwnParts Parts { get; init; } = new();

    /// <summary>Gets the receiver of the progress of decoding images.</summary>
    public IProgress<DecodeProgress>? Progress { get; init; }

    /// <summary>Gets the receiver of warnings, such as one about a damaged checkpoint.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Makes of the run's folder what else the run is recorded in, such as event files.</summary>
    internal Func<RunFolder, IRunRecord> Record { get; init; } = folder => folder;
}
