namespace Accrete.Datasets.Sources;

/// <summary>A data set that goes by a name, and where its layouts are looked for.</summary>
/// <param name="Name">The name to ask for.</param>
/// <param name="Description">What it is, in one line.</param>
/// <param name="Places">The paths below a root to try, best first.</param>
/// <param name="Open">The source at such a path; null when it is not there.</param>
internal sealed record KnownSet(
    string Name,
    string Description,
    Func<string, IEnumerable<string>> Places,
    Func<string, DatasetSource?> Open
)
{
    /// <summary>The set inside the library, which is always there.</summary>
    public const string Sample = "sample";

    private const string DebianFashionMnist = "/usr/share/datasets/fashion-mnist";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<KnownSet> All { get; } =
    [
        new(Sample, "12,000 training and 2,000 test images of Fashion-MNIST", _ => [], _ => IdxSource.Sample()),
        new(
            "mnist",
            "MNIST: handwritten digits, 10 classes, 28x28 grey",
            root => [Path.Combine(root, "mnist"), root],
            path => IdxSource.Find(path, "MNIST", ClassNames.Mnist)
        ),
        new(
            "fashion-mnist",
            "Fashion-MNIST: clothing, 10 classes, 28x28 grey",
            root => [Path.Combine(root, "fashion-mnist"), root],
            path => IdxSource.Find(path, "Fashion-MNIST", ClassNames.FashionMnist)
        ),
        new(
            "cifar10",
            "CIFAR-10: 10 classes, 32x32 RGB, binary or JPEG",
            root =>
                Below(root, "cifar-10-batches-bin", "cifar-10-binary.tar.gz", "cifar-10-jpeg", "cifar-10-jpeg.tar.gz"),
            path =>
                Path.GetFileName(path).Contains("jpeg", StringComparison.Ordinal)
                    ? CifarJpegSource.Find(path)
                    : CifarBinarySource.Find(path, hundred: false)
        ),
        new(
            "cifar100",
            "CIFAR-100: 100 classes, 32x32 RGB, binary",
            root => Below(root, "cifar-100-binary", "cifar-100-binary.tar.gz"),
            path => CifarBinarySource.Find(path, hundred: true)
        ),
        new(
            "tiny-imagenet",
            "TinyImageNet: 200 classes, 64x64 RGB",
            root => Below(root, "tiny-imagenet-200", "tiny-imagenet-200.tar.gz"),
            TinyImageNetSource.Find
        ),
    ];

    /// <summary>All paths to try: below the root, where there is one, and where Debian installs the set.</summary>
    public IReadOnlyList<string> Searched(string? root)
    {
        var below = string.IsNullOrEmpty(root) ? [] : Places(Path.GetFullPath(root));
        return Name == "fashion-mnist" ? [.. below, DebianFashionMnist] : [.. below];
    }

    /// <summary>The source at the first path that has one.</summary>
    public DatasetSource? Find(string? root) =>
        Name == Sample ? Open("") : Searched(root).Select(Open).FirstOrDefault(s => s is not null);

    /// <summary>A known layout in a folder that was named by its path; null when it has none.</summary>
    public static DatasetSource? Recognise(string folder) =>
        (DatasetSource?)TinyImageNetSource.Find(folder)
        ?? CifarBinarySource.Find(folder, hundred: false)
        ?? CifarBinarySource.Find(folder, hundred: true)
        ?? (DatasetSource?)CifarJpegSource.Find(folder)
        ?? IdxSource.Find(
            folder,
            new DirectoryInfo(folder).Name,
            folder.Contains("fashion", StringComparison.OrdinalIgnoreCase) ? ClassNames.FashionMnist : ClassNames.Mnist
        );

    private static IEnumerable<string> Below(string root, params string[] names) =>
        names.Select(n => Path.Combine(root, n));
}
