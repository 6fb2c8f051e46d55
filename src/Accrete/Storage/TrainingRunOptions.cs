using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Datasets;

namespace Accrete.Storage;

/// <summary>How a <see cref="TrainingRun"/> begins and goes on.</summary>
public sealed record TrainingRunOptions
{
    /// <summary>What the networks may ask of this machine.</summary>
    public CostLimits Limits { get; init; } = CostLimits.Usual;

    /// <summary>The time between two checkpoints within a stage.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Whether a folder that is in use is left alone, and the run gets one whose name has a number more.
    /// </summary>
    public bool NumberTakenFolders { get; init; }

    /// <summary>What the program puts in the place of the plan's parts, such as an optimizer of its own.</summary>
    public OwnParts Parts { get; init; } = new();

    /// <summary>Hears how far the decoding of the images is.</summary>
    public IProgress<DecodeProgress>? Progress { get; init; }

    /// <summary>Hears of what one should know and that is no error, such as a damaged newest checkpoint.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Makes of the run's folder what else the run is recorded in, such as event files.</summary>
    internal Func<RunFolder, IRunRecord> Record { get; init; } = folder => folder;
}
