using Accrete.Datasets;
using Accrete.Networks;

namespace Accrete.Training;

/// <summary>A network with what is needed to use it.</summary>
/// <param name="Network">The network.</param>
/// <param name="Classes">The names of its classes, in the order of its logits.</param>
/// <param name="Preprocessing">What is done to an image before it.</param>
public sealed record Model(Network Network, IReadOnlyList<string> Classes, Preprocessing Preprocessing)
{
    private const int MostNamed = 3;

    // An imported model may have numbers for names: its classes are taken to be in the order of the data.
    private bool HasNames => !Classes.SequenceEqual(Enumerable.Range(0, Classes.Count).Select(i => $"{i}"));

    /// <summary>Images under the labels of the model's classes, which are matched by name.</summary>
    /// <param name="data">The images; where their labels are the model's already, they come back as they are.</param>
    /// <param name="passOver">Whether images of classes that the model does not know are left out instead of
    /// refused.</param>
    /// <returns>The same data set, or one of its own.</returns>
    /// <exception cref="InvalidInputException">They have classes that the model does not know, or none that it
    /// knows.</exception>
    public Dataset Labelled(Dataset data, bool passOver = false)
    {
        string[] unknown = [.. Unknown(data)];
        return data.Classes.SequenceEqual(Classes)
            || (!HasNames && unknown.Length > 0 && data.Classes.Count == Classes.Count)
                ? data
            : unknown.Length == 0 || passOver ? data.Labelled(Classes)
            : throw new InvalidInputException(
                $"{data.Name}: {Few(unknown)} {(unknown.Length == 1 ? "is not a class" : "are not classes")} "
                    + $"of the model, which knows {Few(Classes)}; give images of its classes, or leave the "
                    + "others out.",
                Setting.SkipUnknownClasses
            );
    }

    /// <summary>The classes of images that the model does not know.</summary>
    public IEnumerable<string> Unknown(Dataset data) => data.Classes.Except(Classes);

    /// <summary>
    /// Of each class of some images the place among the model's answers; null where they are in the same order.
    /// </summary>
    /// <param name="classes">The classes of the images.</param>
    /// <param name="name">What the user called the model, for the error.</param>
    /// <exception cref="InvalidInputException">The model has other classes.</exception>
    public IReadOnlyList<int>? PlacesOf(IReadOnlyList<string> classes, string name)
    {
        if (classes.SequenceEqual(Classes) || (!HasNames && classes.Count == Classes.Count))
        {
            return null;
        }

        List<string> own = [.. Classes];
        int[] places = [.. classes.Select(c => own.IndexOf(c))];
        return classes.Count == Classes.Count && !places.Contains(-1)
            ? places
            : throw new InvalidInputException(
                $"{name}: its classes are {Few(Classes)}, and those of the images {Few(classes)}; give models "
                    + "of the same classes."
            );
    }

    private static string Few(IReadOnlyList<string> classes) =>
        string.Join(", ", classes.Take(MostNamed).Select(c => $"'{c}'"))
        + (classes.Count > MostNamed ? $" and {classes.Count - MostNamed} more" : "");
}
