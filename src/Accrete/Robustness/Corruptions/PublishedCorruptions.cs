using Accrete.Blueprints;
using Accrete.Datasets;
using Accrete.Files;
using static TorchSharp.torch;

namespace Accrete.Robustness.Corruptions;

/// <summary>
/// Published corrupted images in the layout of CIFAR-10-C and CIFAR-100-C: <c>NAME.npy</c>, uint8 <c>[5 N, H, W,
/// C]</c>, for each corruption, all images in each severity from 1 to 5 in turn, and <c>labels.npy</c>, <c>[5 N]</c>.
/// </summary>
internal sealed class PublishedCorruptions
{
    private const string LabelsName = "labels";

    private readonly string folder;
    private readonly ImageShape shape;
    private readonly long[] labels;

    private PublishedCorruptions(string folder, ImageShape shape, long[] labels, IReadOnlyList<string> names) =>
        (this.folder, this.shape, this.labels, Names) = (folder, shape, labels, names);

    /// <summary>The corruptions that are measured, in their order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Where the files are.</summary>
    public string Folder => folder;

    /// <summary>Looks at a folder.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <param name="data">The images of which these are corrupted copies, as many and in the same order as its test
    /// images.</param>
    /// <param name="names">
    /// Which of them are wanted. When null, the fifteen common ones, as far as they are there: the means that are
    /// published are over these, and CIFAR-10-C has four more for tuning. Of a folder without any of the fifteen, all.
    /// </param>
    /// <exception cref="InvalidInputException">Throws if it is missing, has no such files, or they are of other
    /// images.</exception>
    public static PublishedCorruptions Open(string folder, Dataset data, IReadOnlyList<string>? names = null)
    {
        if (!Directory.Exists(folder))
        {
            throw new InvalidInputException(
                $"{folder}: there is no such folder; give the one with {LabelsName}.npy and a file for each corruption."
            );
        }

        string[] all =
        [
            .. Directory
                .GetFiles(folder, "*.npy")
                .Select(f => Path.GetFileNameWithoutExtension(f))
                .Where(n => n != LabelsName)
                .Order(StringComparer.Ordinal),
        ];
        string[] common = [.. CommonCorruptions.All.Select(c => c.Name).Where(all.Contains)];
        var published = new PublishedCorruptions(
            folder,
            data.Shape,
            data.Test.CopyLabels(),
            names ?? (common.Length > 0 ? common : all)
        );
        if (all.Length == 0 || !File.Exists(published.PathOf(LabelsName)))
        {
            throw new InvalidInputException(
                $"{folder}: has no {(all.Length == 0 ? "corrupted images (NAME.npy)" : $"{LabelsName}.npy")}; "
                    + $"give the folder with {LabelsName}.npy and a file for each corruption."
            );
        }

        if (published.Names.FirstOrDefault(n => !all.Contains(n)) is { } missing)
        {
            throw new InvalidInputException(
                $"corruption '{missing}': {folder} has none of that name{NearestName.Hint(missing, all)}; "
                    + $"there are {string.Join(", ", all)}."
            );
        }

        foreach (var name in published.Names.Append(LabelsName))
        {
            published.OpenFile(name);
        }

        published.CheckLabels(data);
        return published;
    }

    /// <summary>The images of one corruption and severity; the caller owns them.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="severity">From 1 to 5.</param>
    /// <param name="subset">Which of the images, as indices.</param>
    /// <exception cref="InvalidInputException">Throws if the file is missing or damaged.</exception>
    public ImageSet Read(string name, int severity, IReadOnlyList<int> subset)
    {
        int[] rows = [.. subset.Select(i => ((severity - 1) * labels.Length) + i)];
        using var scope = NewDisposeScope();
        var pixels = empty([rows.Length, shape.Height, shape.Width, shape.Channels], ScalarType.Byte);
        OpenFile(name).Read(rows, pixels);
        return new ImageSet(pixels.permute(0, 3, 1, 2).contiguous(), tensor([.. subset.Select(i => labels[i])]));
    }

    /// <summary>The SHA-256 of each file that is measured.</summary>
    /// <exception cref="InvalidInputException">Throws if one cannot be read.</exception>
    internal IEnumerable<string> Sums() => Names.Append(LabelsName).Select(n => ContentHash.OfFile(PathOf(n)));

    private void CheckLabels(Dataset data)
    {
        var stored = OpenFile(LabelsName)
            .ReadNumbers([.. Enumerable.Range(0, CommonCorruptions.Severities * labels.Length)]);
        var wrong = Array.FindIndex(
            [.. Enumerable.Range(0, stored.Length)],
            row => stored[row] != labels[row % labels.Length]
        );
        if (wrong >= 0)
        {
            throw new InvalidInputException(
                $"{PathOf(LabelsName)}: row {wrong} has label {stored[wrong]}, but test image "
                    + $"{wrong % labels.Length} of {data.Name} has label {labels[wrong % labels.Length]}; give the "
                    + "files of these images, in their order."
            );
        }
    }

    private NpyFile OpenFile(string name)
    {
        var file = NpyFile.Open(PathOf(name));
        int[] expected =
            name == LabelsName
                ? [CommonCorruptions.Severities * labels.Length]
                : [CommonCorruptions.Severities * labels.Length, shape.Height, shape.Width, shape.Channels];
        return file.Shape.SequenceEqual(expected)
            ? file
            : throw new InvalidInputException(
                $"{PathOf(name)}: is [{string.Join(", ", file.Shape)}], but five severities of {labels.Length} "
                    + $"test images of {shape} "
                    + $"are [{string.Join(", ", expected)}]; give the files of the same data set."
            );
    }

    private string PathOf(string name) => Path.Combine(folder, name + ".npy");
}
