using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Accrete.Cumulative.Plans;

/// <summary>How networks grow from stage to stage.</summary>
public sealed record GrowthPlan
{
    /// <summary>The smallest share of a copied channel, relative to an equal split.</summary>
    [Description("smallest share of a copied channel, relative to an equal split"), Range(0.01, 1)]
    public double LeastShare { get; init; } = 0.5;

    /// <summary>Whether a layer that is widened gets weights of the size that a layer of its width begins with.</summary>
    [Description("rescale weights when a layer widens (variance transfer)")]
    public bool VarianceTransfer { get; init; }

    /// <summary>Images on which the norms of new layers measure their statistics.</summary>
    [Description("images that calibrate new norms"), Range(2, 65536)]
    public int CalibrationImages { get; init; } = 128;

    /// <summary>Images on which receipts are measured.</summary>
    [Description("images on which receipts are measured"), Range(2, 65536)]
    public int ReceiptImages { get; init; } = 32;
}
