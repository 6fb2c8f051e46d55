using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Accrete.Pruning;

/// <summary>How channels that are not used are taken out between two stages.</summary>
public sealed record PruningSettings
{
    /// <summary>What says which channels matter.</summary>
    [Description("criterion by which channels are pruned: none, pca, density, l1, gamma, taylor or random")]
    public CriterionKind By { get; init; } = CriterionKind.None;

    /// <summary>The first stage that begins with pruning: what networks before it use does not count.</summary>
    [Description("first stage that begins with pruning"), Range(2, 1000)]
    public int From { get; init; } = 2;

    /// <summary>
    /// The last stage that begins with pruning: later ones keep the share of their widths that it left; null for all
    /// stages.
    /// </summary>
    [Description("last stage that begins with pruning; without it, all do"), Range(2, 1000)]
    public int? Until { get; init; }

    /// <summary>The share of variance or importance that the channels which are kept must have.</summary>
    [Description("share of the variance or importance that must be kept, before widths are rounded"), Range(0.01, 1)]
    public double Threshold { get; init; } = Criteria.DefaultThreshold;

    /// <summary>
    /// The share of the planned network's multiply-accumulates that may stay: all widths that were used are scaled
    /// alike to it; null for no such aim.
    /// </summary>
    [
        Description("share of the planned multiply-accumulates to keep: the used widths are scaled to it"),
        Range(0.001, 1)
    ]
    public double? Macs { get; init; }

    /// <summary>The least channels of a layer.</summary>
    [Description("smallest number of channels of a layer"), Range(1, 65536)]
    public int Floor { get; init; } = 8;

    /// <summary>Widths are rounded to the nearest multiple of this many channels.</summary>
    [Description("pruned widths are rounded to the nearest multiple of this number"), Range(1, 1024)]
    public int Multiple { get; init; } = 1;

    /// <summary>Images on which importance is measured.</summary>
    [Description("number of images on which importance is measured"), Range(2, 65536)]
    public int Images { get; init; } = 256;

    /// <summary>
    /// The share of a stage's compute that the measurement before it may take; fewer images are looked at then.
    /// </summary>
    [Description("largest share of a stage's compute that the measurement of importance may take"), Range(0, 1)]
    public double Share { get; init; } = 0.02;
}
