using Accrete.Costs;
using Accrete.Datasets;
using Accrete.Files;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Inference;

/// <summary>A model: a network with its class names and preprocessing. It owns the network.</summary>
public sealed class Model : IDisposable
{
    private const int MostNamed = 3;

    /// <summary>Makes a model of a network.</summary>
    /// <param name="network">The network; the model owns it from here on.</param>
    /// <param name="classes">The names of the classes, in the order of the logits.</param>
    /// <param name="preprocessing">The preprocessing of images.</param>
    public Model(Network network, IReadOnlyList<string> classes, Preprocessing preprocessing) =>
        (Network, Classes, Preprocessing) = (network, classes, preprocessing);

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>The names of the classes, in the order of the logits.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The preprocessing of images.</summary>
    public Preprocessing Preprocessing { get; }

    // An imported model may have numbers for names: its classes are taken to be in the order of the data.
    private bool HasNames => !Classes.SequenceEqual(Enumerable.Range(0, Classes.Count).Select(i => $"{i}"));

    /// <summary>Loads a model from a file.</summary>
    /// <param name="path">A model file (<c>.safetensors</c>), or the folder of a run or of a stage.</param>
    /// <param name="device">The device; the CPU if not given.</param>
    /// <param name="limits">Limits on its memory and compute.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if the file is missing, damaged, not a model of Accrete, or of a newer format, or if the network exceeds
    /// the limits.
    /// </exception>
    public static Model Load(string path, Device? device = null, CostLimits? limits = null) =>
        ModelFile.Read(Directory.Exists(path) ? Inside.File(path, ModelFile.NameInFolder) : path, device, limits);

    /// <summary>Writes the model to a file. A reader sees either the old file or the new one.</summary>
    /// <exception cref="AccreteException">Throws if the file cannot be written.</exception>
    public void Save(string path) => ModelFile.Write(path, this);

    /// <summary>Measures the model on the test images of a data set, whose classes are matched by name.</summary>
    /// <param name="data">The images, of the shape that the network takes.</param>
    /// <param name="cancellationToken">Stops before the next batch.</param>
    /// <exception cref="InvalidInputException">Throws if the images have another shape, or classes that the model does
    /// not know.</exception>
    /// <exception cref="OperationCanceledException">Throws if the work was canceled.</exception>
    public Evaluation Evaluate(Dataset data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        var labelled = Labelled(data);
        using var own = labelled == data ? null : labelled;
        return Evaluator.Evaluate(Network, labelled.Test, Preprocessing, stop: cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    /// <summary>Images under the labels of the model's classes, which are matched by name.</summary>
    /// <param name="data">The images; where their labels are the model's already, they come back as they are.</param>
    /// <param name="passOver">Whether images of classes that the model does not know are left out instead of
    /// refused.</param>
    /// <returns>The same data set, or one of its own.</returns>
    /// <exception cref="InvalidInputException">Throws if they have classes that the model does not know, or none that
    /// it knows.</exception>
    internal Dataset Labelled(Dataset data, bool passOver = false)
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
    internal IEnumerable<string> Unknown(Dataset data) => data.Classes.Except(Classes);

    /// <summary>
    /// Of each class of some images the place among the model's answers; null where they are in the same order.
    /// </summary>
    /// <param name="classes">The classes of the images.</param>
    /// <param name="name">What the user called the model, for the error.</param>
    /// <exception cref="InvalidInputException">Throws if the model has other classes.</exception>
    internal IReadOnlyList<int>? PlacesOf(IReadOnlyList<string> classes, string name)
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
