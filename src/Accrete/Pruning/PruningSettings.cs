using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Accrete.Pruning;

/// <summary>Settings of the pruning between two stages.</summary>
public sealed record PruningSettings
{
    /// <summary>Gets the criterion that decides which channels are pruned.</summary>
    [Description("criterion by which channels are pruned: none, pca, density, l1, gamma, taylor or random")]
    public CriterionKind By { get; init; } = CriterionKind.None;

    /// <summary>Gets the first stage that begins with pruning; the networks before it are not measured.</summary>
    [Description("first stage that begins with pruning"), Range(2, 1000)]
    public int From { get; init; } = 2;

    /// <summary>
    /// Gets the last stage that begins with pruning; later stages keep the share of their widths that it left. Null
    /// means all stages.
    /// </summary>
    [Description("last stage that begins with pruning; without it, all do"), Range(2, 1000)]
    public int? Until { get; init; }

    /// <summary>Gets the share of the variance or importance that the kept channels must have together.</summary>
    [Description("share of the variance or importance that must be kept, before widths are rounded"), Range(0.01, 1)]
    public double Threshold { get; init; } = Criteria.DefaultThreshold;

    /// <summary>
    /// Gets the share of the planned network's multiply-accumulates to keep: the used widths are all scaled by one
    /// factor to reach it. Null means that the used widths are kept as they are.
    /// </summary>
    [
        Description("share of the planned multiply-accumulates to keep: the used widths are scaled to it"),
        Range(0.001, 1)
    ]
    public double? Macs { get; init; }

    /// <summary>Gets the smallest number of channels of a layer.</summary>
    [Description("smallest number of channels of a layer"), Range(1, 65536)]
    public int Floor { get; init; } = 8;

    /// <summary>Gets the number to whose nearest multiple widths are rounded.</summary>
    [Description("pruned widths are rounded to the nearest multiple of this number"), Range(1, 1024)]
    public int Multiple { get; init; } = 1;

    /// <summary>Gets the number of images on which importance is measured.</summary>
    [Description("number of images on which importance is measured"), Range(2, 65536)]
    public int Images { get; init; } = 256;

    /// <summary>
    /// Gets the largest share of a stage's compute that the measurement before it may take; it uses fewer images if
    /// necessary.
    /// </summary>
    [Description("largest share of a stage's compute that the measurement of importance may take"), Range(0, 1)]
    public double Share { get; init; } = 0.02;
}
