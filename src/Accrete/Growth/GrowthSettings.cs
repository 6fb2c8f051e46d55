using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Accrete.Growth;

/// <summary>Settings of the growth from stage to stage.</summary>
public sealed record GrowthSettings
{
    /// <summary>The kind of channels that a layer gets when it is widened.</summary>
    [Description(
        "new channels of a layer that widens: copies of old ones, or fresh, with random weights and no influence at "
            + "first"
    )]
    public NewChannels NewChannels { get; init; } = NewChannels.Copies;

    /// <summary>
    /// Gets the smallest part of the outgoing weight that a copied channel gets, relative to an equal split.
    /// </summary>
    [
        Description("smallest part of the outgoing weight that a copied channel gets, relative to an equal split"),
        Range(0.01, 1)
    ]
    public double LeastShare { get; init; } = 0.5;

    /// <summary>
    /// Gets whether the weights of a layer that is widened by copies are rescaled to the size of random weights of its
    /// new width.
    /// </summary>
    [Description("rescale the weights of a layer that widens to the size of fresh ones (variance transfer)")]
    public bool VarianceTransfer { get; init; }

    /// <summary>Gets the number of images on which the norms of new layers measure their statistics.</summary>
    [Description("number of images on which new norms measure their statistics"), Range(2, 65536)]
    public int CalibrationImages { get; init; } = 128;

    /// <summary>Gets the number of images on which receipts are measured.</summary>
    [
        Description("number of images on which the change of the outputs by growth is measured (receipts)"),
        Range(2, 65536)
    ]
    public int ReceiptImages { get; init; } = 32;
}
