using System.Security.Cryptography;
using System.Text;
using Accrete.Cumulative;
using Accrete.Datasets;
using Accrete.Datasets.Sources;
using Accrete.Files;
using Accrete.Machine;

namespace Accrete.Storage;

/// <summary>
/// The list of a run's images, in the form of <c>sha256sum</c>: with it, what changed in a folder since can be told.
/// Sets that never change have none.
/// </summary>
internal static class ImagesFile
{
    private const string Between = "  ";
    private const int MostShown = 3;
    private const int Digits = 2 * SHA256.HashSizeInBytes;

    // Of two million images; where there are more, there is more memory.
    private static long Most => Math.Max(256L << 20, PhysicalMemory.Measure().TotalBytes / 32);

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

    /// <summary>
    /// How images differ from those in a run folder's list, for people: <c>images changed (2 added, 1 gone:
    /// train/ant/7.png)</c>.
    /// </summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="data">The images.</param>
    /// <param name="known">What is known of those then, where there is no list of them.</param>
    public static string Changes(string folder, Dataset data, DatasetIdentity? known = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Listing is not { } listing || Lines(folder) is not { } lines)
        {
            return known is null || known.HasCountsOf(data)
                ? "images changed (the SHA-256 of all is another)"
                : $"images changed (read as {Counts(DatasetIdentity.Of(data))} now, as {Counts(known)} then)";
        }

        string[] now = [.. listing.Images.Select(Line)];
        var added = Others(now, lines);
        var gone = Others(lines, now);
        // The same images in the same classes can still be other parts.
        return added.Length + gone.Length == 0
            ? "images changed their classes or parts"
            : $"images changed ({added.Length} added{Names(added)}, {gone.Length} gone{Names(gone)})";
    }

    /// <summary>
    /// The images that a run learned from; null where it has no list, as on sets that never change, or no stage is
    /// complete.
    /// </summary>
    /// <param name="run">The folder of the run.</param>
    public static LearnedImages? Learned(string run)
    {
        if (StoredRun.ReadOutcome(run) is not { Dataset: var known } || Lines(run) is not { } lines)
        {
            return null;
        }

        (string Hash, string Name)[] images =
        [
            .. lines.Select(l => l.Split(Between, 2)).Where(l => l.Length == 2).Select(l => (l[0], l[1])),
        ];
        var measured = images
            .Where(i => PartOf(i.Name) is var part && (PartName.IsTest(part) || PartName.IsValidation(part)))
            .ToHashSet();
        measured = measured.Count == known.TestImages ? measured : HeldOut(run, images, known.Classes);
        return measured.Count == known.TestImages
            ? new LearnedImages(images.Except(measured).Select(i => i.Hash))
            : null;
    }

    // The list does not say which images were held out, but they can be drawn again in the same way.
    private static HashSet<(string Hash, string Name)> HeldOut(
        string run,
        (string Hash, string Name)[] images,
        IReadOnlyList<string> classes
    )
    {
        var plan = StoredRun.ReadPlan(run);
        var depth = images.All(i => PartName.IsTrain(PartOf(i.Name))) ? 1 : 0;
        List<string> names = [.. classes];
        int[] labels = [.. images.Select(i => names.IndexOf(i.Name.Split('/').ElementAtOrDefault(depth) ?? ""))];
        return labels.Contains(-1) || labels.CountBy(l => l).Any(l => l.Value < 2)
            ? []
            : [.. new HoldOut(run, plan.Data.Holdout, plan.RootOfSplit()).Held(labels, classes).Select(i => images[i])];
    }

    // A folder of a part may have been renamed to another of its names.
    private static string[] Others(string[] lines, string[] known)
    {
        var identities = known.Select(Identity).ToHashSet(StringComparer.Ordinal);
        return [.. lines.Where(l => !identities.Contains(Identity(l)))];
    }

    private static string Identity(string line) =>
        line.Split(Between, 2) is [var hash, var name] ? $"{hash}{Between}{PartName.Same(name)}" : line;

    private static string PartOf(string name) => name.Split('/')[0];

    private static string[]? Lines(string folder)
    {
        var file = RunLayout.In(folder, RunLayout.ImagesName);
        return File.Exists(file)
            ? StoredJson.Reading<string[]>(
                file,
                () => [.. RegularFile.ReadLines(file, Most).Select(l => l.Text).Where(l => l.Length > 0).Select(Whole)]
            )
            : null;

        // Short ones would take many times their place in the file.
        string Whole(string line) =>
            line.Length > Digits && line.IndexOf(Between, StringComparison.Ordinal) == Digits
                ? line
                : throw StoredJson.Damaged(file, "a line of it is not of the form of sha256sum");
    }

    private static string Counts(DatasetIdentity images) =>
        $"{Counted.Of(images.TrainImages, "training image")} and {Counted.Of(images.TestImages, "test image")} "
        + $"of {Counted.Of(images.Classes.Count, "class")}";

    private static string Line(ListedImage image) =>
        $"{image.Hash}{Between}{image.Name.Replace('\n', '?').Replace('\r', '?')}";

    private static string Names(string[] lines)
    {
        var names = lines
            .Select(l => l[(l.IndexOf(Between, StringComparison.Ordinal) + Between.Length)..])
            .Order(StringComparer.Ordinal)
            .Take(MostShown);
        return lines.Length == 0 ? "" : $": {string.Join(", ", names)}{(lines.Length > MostShown ? ", ..." : "")}";
    }
}
