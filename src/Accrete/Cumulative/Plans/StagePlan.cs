using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Accrete.Cumulative.Plans;

/// <summary>One stage, in shares of the whole.</summary>
public sealed record StagePlan
{
    /// <summary>Share of the architecture's widths.</summary>
    [Description("width of the network in this stage, as a share of its full width"), Range(0.001, 100)]
    public double Width { get; init; } = 1;

    /// <summary>Share of the layers of each block.</summary>
    [Description("depth of the network in this stage, as a share of its full depth"), Range(0.001, 100)]
    public double Depth { get; init; } = 1;

    /// <summary>Share of the images' height and width.</summary>
    [Description("height and width of the images in this stage, as a share of their full size"), Range(0.01, 1)]
    public double Resolution { get; init; } = 1;

    /// <summary>Share of the training images, of each class alike.</summary>
    [Description("share of the training images that this stage uses"), Range(1e-6, 1)]
    public double Data { get; init; } = 1;

    /// <summary>Number of training images, instead of <see cref="Data"/>.</summary>
    [Description("number of training images that this stage uses, instead of their share"), Range(1, int.MaxValue)]
    public int? Images { get; init; }

    /// <summary>Factor on the learning rate.</summary>
    [Description("factor on the learning rate in this stage"), Range(1e-6, 1000)]
    public double Rate { get; init; } = 1;

    /// <summary>Factor on the images in a step.</summary>
    [Description("factor on the batch size in this stage"), Range(1e-3, 1000)]
    public double Batch { get; init; } = 1;

    /// <summary>Passes over these images.</summary>
    [Description("number of passes over the images of this stage"), Range(1e-3, 1e6)]
    public double Epochs { get; init; } = 1;

    /// <summary>
    /// Training steps, instead of <see cref="Epochs"/>: one number, or one for each of several parts, which take equal
    /// shares of the stage's annealing. A run with a budget writes here how many it left room for.
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
