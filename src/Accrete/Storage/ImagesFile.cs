using System.Text;
using Accrete.Datasets;
using Accrete.Machine;

namespace Accrete.Storage;

/// <summary>
/// The list of a run's images, in the form of <c>sha256sum</c>: with it, what changed in a folder since can be told. Sets that never
/// change have none.
/// </summary>
public static class ImagesFile
{
    private const int MostShown = 3;

    /// <summary>Writes the list of a data set into a run folder, where its images may change.</summary>
    public static void Write(string folder, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Listing is not { } listing)
        {
            return;
        }

        var text = new StringBuilder();
        foreach (var image in listing.Images)
        {
            text.Append(Line(image)).Append('\n');
        }

        AtomicFile.Write(RunLayout.In(folder, RunLayout.ImagesName), text.ToString());
    }

    /// <summary>How images differ from those in a run folder's list, for people: <c>images changed (2 added, 1 gone: train/ant/7.png)</c>.</summary>
    public static string Changes(string folder, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var file = RunLayout.In(folder, RunLayout.ImagesName);
        if (data.Listing is not { } listing || !File.Exists(file))
        {
            return "images changed (the SHA-256 of all is another)";
        }

        var now = listing.Images.Select(Line).ToHashSet(StringComparer.Ordinal);
        var then = RegularFile.ReadText(file).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        string[] added = [.. now.Except(then).Order(StringComparer.Ordinal)];
        string[] gone = [.. then.Except(now).Order(StringComparer.Ordinal)];
        // The same images in the same classes can still be other parts.
        return added.Length + gone.Length == 0 ? "images changed their classes or parts" : $"images changed ({added.Length} added{Names(added)}, {gone.Length} gone{Names(gone)})";
    }

    private static string Line(ListedImage image) => $"{image.Hash}  {image.Name.Replace('\n', '?').Replace('\r', '?')}";

    private static string Names(string[] lines)
    {
        var names = lines.Select(l => l[(l.IndexOf("  ", StringComparison.Ordinal) + 2)..]).Order(StringComparer.Ordinal).Take(MostShown);
        return lines.Length == 0 ? "" : $": {string.Join(", ", names)}{(lines.Length > MostShown ? ", ..." : "")}";
    }
}
