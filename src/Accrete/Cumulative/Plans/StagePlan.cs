using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Accrete.Cumulative.Plans;

/// <summary>The part of a plan that describes one stage.</summary>
public sealed record StagePlan
{
    /// <summary>Gets the widths of the network as a share of its full widths.</summary>
    [Description("width of the network in this stage, as a share of its full width"), Range(0.001, 100)]
    public double Width { get; init; } = 1;

    /// <summary>Gets the number of layers of each block as a share of the full number.</summary>
    [Description("depth of the network in this stage, as a share of its full depth"), Range(0.001, 100)]
    public double Depth { get; init; } = 1;

    /// <summary>Gets the height and width of the images as a share of their full size.</summary>
    [Description("height and width of the images in this stage, as a share of their full size"), Range(0.01, 1)]
    public double Resolution { get; init; } = 1;

    /// <summary>Gets the share of the training images that the stage uses, equal for each class.</summary>
    [Description("share of the training images that this stage uses"), Range(1e-6, 1)]
    public double Data { get; init; } = 1;

    /// <summary>Gets the number of training images that the stage uses, instead of <see cref="Data"/>.</summary>
    [Description("number of training images that this stage uses, instead of their share"), Range(1, int.MaxValue)]
    public int? Images { get; init; }

    /// <summary>Gets a factor on the learning rate.</summary>
    [Description("factor on the learning rate in this stage"), Range(1e-6, 1000)]
    public double Rate { get; init; } = 1;

    /// <summary>Gets a factor on the batch size.</summary>
    [Description("factor on the batch size in this stage"), Range(1e-3, 1000)]
    public double Batch { get; init; } = 1;

    /// <summary>Gets the number of passes over these images.</summary>
    [Description("number of passes over the images of this stage"), Range(1e-3, 1e6)]
    public double Epochs { get; init; } = 1;

    /// <summary>
    /// Gets the number of training steps, instead of <see cref="Epochs"/>: one number, or one for each of several parts
    /// that take equal shares of the stage's annealing. A run with a budget writes here the steps that it decided.
    /// </summary>
    [
        Description(
            "number of training steps, instead of epochs: [N], or [N, M, ...] for equal parts of the stage's annealing"
        ),
        Range(1, 1e12),
        MaxLength(1000)
    ]
    public IReadOnlyList<long>? Steps { get; init; }
}
