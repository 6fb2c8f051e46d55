using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Accrete.Training;

/// <summary>Settings of the optimizer and of the training step.</summary>
public sealed record OptimiserSettings
{
    /// <summary>Gets the kind of optimizer.</summary>
    [Description("optimizer: sgd or adamw")]
    public OptimiserKind Kind { get; init; } = OptimiserKind.Sgd;

    /// <summary>Gets the highest learning rate of the run.</summary>
    [Description("highest learning rate"), Range(1e-9, 100)]
    public double Rate { get; init; } = 0.1;

    /// <summary>Gets SGD's momentum, or Adam's first beta.</summary>
    [Description("SGD's momentum, or Adam's first beta"), Range(0, 0.9999)]
    public double Momentum { get; init; } = 0.9;

    /// <summary>Gets whether SGD uses Nesterov momentum.</summary>
    [Description("use Nesterov momentum with SGD")]
    public bool Nesterov { get; init; } = true;

    /// <summary>Gets the weight decay on kernels and matrices; norms and biases have none.</summary>
    [Description("weight decay on kernels and matrices"), Range(0, 10)]
    public double Decay { get; init; } = 5e-4;

    /// <summary>
    /// Gets the decay of the running mean of the weights, which tests use and with which the next stage begins; 0 turns
    /// it off.
    /// </summary>
    [
        Description("decay of the running mean of the weights with which tests are made, such as 0.99; 0 turns it off"),
        Range(0, 0.99999)
    ]
    public double Average { get; init; }

    /// <summary>The batch size: the number of images in a training step.</summary>
    [Description("batch size: number of images in a training step"), Range(1, 65536)]
    public int Batch { get; init; } = 128;

    /// <summary>Gets the label smoothing: the part of each label that is spread over all classes.</summary>
    [Description("label smoothing"), Range(0, 0.999)]
    public double Smoothing { get; init; }

    /// <summary>How many images a step takes of so many: no more than there are.</summary>
    /// <param name="images">All of them.</param>
    /// <param name="factor">A stage's factor on <see cref="Batch"/>.</param>
    internal int BatchOf(long images, double factor = 1) => (int)Math.Min(Math.Round(factor * Batch), images);
}
