using Accrete.Blueprints;

namespace Accrete.Costs;

/// <summary>The work of a network, computed from its blueprint.</summary>
/// <remarks>
/// Words are values moved to and from memory. They are counted as if every layer read its inputs and weights from
/// memory and wrote its output there, once in each pass. The backward pass computes two products and so moves twice as
/// many. The update of a weight moves five: the weight, its gradient and its momentum are read, and the weight and its
/// momentum are written.
/// </remarks>
/// <param name="Macs">Multiply-accumulates.</param>
/// <param name="Words">The number of values moved to or from memory.</param>
/// <param name="Images">The number of images that were read, each counted every time.</param>
/// <param name="Bytes">The bytes of these images.</param>
public readonly record struct Work(long Macs, long Words, long Images, long Bytes)
{
    private const long WordsOfUpdate = 5;

    /// <summary>The sum of both.</summary>
    public static Work operator +(Work one, Work other) =>
        checked(
            new(one.Macs + other.Macs, one.Words + other.Words, one.Images + other.Images, one.Bytes + other.Bytes)
        );

    /// <summary>Multiplies work by a number of repetitions.</summary>
    public static Work operator *(Work work, long times) =>
        checked(new(work.Macs * times, work.Words * times, work.Images * times, work.Bytes * times));

    /// <summary>Computes the work of a forward pass over a batch of images.</summary>
    public static Work Forward(Blueprint blueprint, long images) =>
        checked(
            new(images * blueprint.ForwardMacs, WordsOf(blueprint, images), images, images * blueprint.Input.Elements)
        );

    /// <summary>Computes the work of the backward pass over a batch of images.</summary>
    public static Work Backward(Blueprint blueprint, long images) =>
        checked(new(images * (blueprint.TrainingMacs - blueprint.ForwardMacs), 2 * WordsOf(blueprint, images), 0, 0));

    /// <summary>Computes the work of one update of all weights.</summary>
    public static Work Update(Blueprint blueprint) => checked(new(0, WordsOfUpdate * blueprint.ParameterCount, 0, 0));

    private static long WordsOf(Blueprint blueprint, long images) =>
        checked((images * blueprint.ActivationCount) + blueprint.StoredCount);
}
