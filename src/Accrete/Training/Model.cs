using Accrete.Datasets;
using Accrete.Networks;

namespace Accrete.Training;

/// <summary>A network with what is needed to use it.</summary>
/// <param name="Network">The network.</param>
/// <param name="Classes">The names of its classes, in the order of its logits.</param>
/// <param name="Preprocessing">What is done to an image before it.</param>
public sealed record Model(Network Network, IReadOnlyList<string> Classes, Preprocessing Preprocessing)
{
    // An imported model may have numbers for names: its classes are taken to be in the order of the data.
    private bool HasNames => !Classes.SequenceEqual(Enumerable.Range(0, Classes.Count).Select(i => $"{i}"));

    /// <summary>Passes images of the classes that the model knows.</summary>
    /// <param name="data">The images.</param>
    /// <param name="name">What the user called what does not fit, for the error.</param>
    /// <exception cref="InvalidInputException">They have other classes.</exception>
    public void CheckClasses(Dataset data, string name)
    {
        if (data.Classes.Count != Classes.Count || (HasNames && !data.Classes.SequenceEqual(Classes)))
        {
            throw new InvalidInputException($"{name}: the classes of {data.Name} are not those of the model ({data.Classes.Count} and {Classes.Count}, {string.Join(", ", data.Classes.Take(3))}... and {string.Join(", ", Classes.Take(3))}...); name the data that it was trained on.");
        }
    }
}
