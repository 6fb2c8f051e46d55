using Accrete.Blueprints;
using Accrete.Files;

namespace Accrete.Datasets.Sources;

/// <summary>MNIST, Fashion-MNIST and the embedded sample: four IDX files.</summary>
internal sealed class IdxSource : DatasetSource
{
    private static readonly string[] Stems =
    [
        "train-images-idx3-ubyte",
        "train-labels-idx1-ubyte",
        "t10k-images-idx3-ubyte",
        "t10k-labels-idx1-ubyte",
    ];

    private readonly IReadOnlyList<string> classes;
    private readonly IdxFile[] files;

    private IdxSource(string name, string location, IReadOnlyList<string> classes, IdxFile[] files)
    {
        (Name, Location, this.classes, this.files) = (name, location, classes, files);
    }

    public override string Name { get; }

    public override string Location { get; }

    public override ImageShape Shape { get; } = new(1, 28, 28);

    // Digits and letters cannot, clothes can.
    public override bool? CanBeMirrored => classes == ClassNames.FashionMnist;

    public override bool Encoded => false;

    /// <summary>The set in a folder; null when the folder holds none of its files.</summary>
    /// <exception cref="InvalidInputException">Throws if some of the four files are there, others are
    /// missing.</exception>
    public static IdxSource? Find(string folder, string name, IReadOnlyList<string> classes)
    {
        var found = Stems.Select(s => IdxFile.Find(folder, s)).ToArray();
        if (found.All(f => f is null))
        {
            return null;
        }

        var missing = Stems.Where((_, i) => found[i] is null).FirstOrDefault();
        return missing is null
            ? new IdxSource(name, folder, classes, found.Select(f => f!).ToArray())
            : throw new InvalidInputException(
                $"{Path.Combine(folder, missing)}: missing, also as .gz, while other files of the set are "
                    + "there; get it again."
            );
    }

    /// <summary>The part of Fashion-MNIST that every build carries inside.</summary>
    public static IdxSource Sample()
    {
        var assembly = typeof(IdxSource).Assembly;
        var files = Stems
            .Select(s => $"Accrete.Sample.{s}.br")
            .Select(r => new IdxFile(
                r,
                () =>
                    assembly.GetManifestResourceStream(r)
                    ?? throw new AccreteException($"{r}: missing in this build of Accrete; build or install it again.")
            ))
            .ToArray();
        return new IdxSource("Fashion-MNIST sample", "inside Accrete", ClassNames.FashionMnist, files);
    }

    public override string EarlierHash(CancellationToken cancel) =>
        ContentHash.OfText(string.Concat(files.Select(f => ContentHash.Line(Path.GetFileName(f.Name), f.Hash()))));

    public override SourceContent Read(CancellationToken cancel) =>
        new(classes, ReadPart(files[0], files[1], "train"), ReadPart(files[2], files[3], "test"));

    private RawImages ReadPart(IdxFile imageFile, IdxFile labelFile, string part)
    {
        using var images = new IdxReader(imageFile, Shape.Height, Shape.Width);
        using var labels = new IdxReader(labelFile);
        if (images.Count != labels.Count)
        {
            throw new InvalidInputException(
                $"{labelFile.Name}: {Counted.Of(labels.Count, "label")} for the "
                    + $"{Counted.Of(images.Count, "image")} of {imageFile.Name}; get both again."
            );
        }

        var numbers = LabelRange.Check([.. labels.Read().Blocks.SelectMany(b => b)], classes.Count, labelFile.Name);
        var pixels = images.Read();
        return new RawImages(pixels.Blocks, pixels.BlockRecords, 0, Shape, numbers, part);
    }
}
