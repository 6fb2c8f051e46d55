using Accrete.Blueprints;

namespace Accrete.Costs;

/// <summary>Work of networks, known from their blueprints alone.</summary>
/// <remarks>
/// Words are counted as if every layer read its inputs and weights from memory and wrote its output there, once in each
/// pass; the backward pass makes two products of each and so moves twice as many, and the update of a weight moves
/// five: the weight, its gradient and its momentum are read, the first and the last written.
/// </remarks>
/// <param name="Macs">Multiply-accumulates.</param>
/// <param name="Words">Numbers that go to or come from memory.</param>
/// <param name="Images">Images that were read, each time counted.</param>
/// <param name="Bytes">Bytes of these images.</param>
public readonly record struct Work(long Macs, long Words, long Images, long Bytes)
{
    private const long WordsOfUpdate = 5;

    /// <summary>The sum of both.</summary>
    public static Work operator +(Work one, Work other) =>
        checked(
            new(one.Macs + other.Macs, one.Words + other.Words, one.Images + other.Images, one.Bytes + other.Bytes)
        );

    /// <summary>The same work several times.</summary>
    public static Work operator *(Work work, long times) =>
        checked(new(work.Macs * times, work.Words * times, work.Images * times, work.Bytes * times));

    /// <summary>A forward pass over some images at once.</summary>
    public static Work Forward(Blueprint blueprint, long images) =>
        checked(
            new(images * blueprint.ForwardMacs, WordsOf(blueprint, images), images, images * blueprint.Input.Elements)
        );

    /// <summary>The backward pass behind it.</summary>
    public static Work Backward(Blueprint blueprint, long images) =>
        checked(new(images * (blueprint.TrainingMacs - blueprint.ForwardMacs), 2 * WordsOf(blueprint, images), 0, 0));

    /// <summary>The update of all weights.</summary>
    public static Work Update(Blueprint blueprint) => checked(new(0, WordsOfUpdate * blueprint.ParameterCount, 0, 0));

    private static long WordsOf(Blueprint blueprint, long images) =>
        checked((images * blueprint.ActivationCount) + blueprint.StoredCount);
}
