using Accrete.Datasets.Sources;
using Accrete.Files;
using Accrete.Machine;

namespace Accrete.Datasets;

/// <summary>Finds data sets by name or path, and reads them.</summary>
public static class DatasetCatalog
{
    /// <summary>The environment variable that names the folder with the data sets known by name.</summary>
    public const string RootVariable = "ACCRETE_DATA";

    /// <summary>
    /// Reads a data set. Images that need decoding or resizing are decoded once, and later read from a cache on disk.
    /// </summary>
    /// <param name="request">The data set, and the shape of its images.</param>
    /// <param name="progress">Receives the progress of decoding, from several threads in turn.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if the data set is not found, or if something in it is missing, damaged or out of range.
    /// </exception>
    /// <exception cref="AccreteException">Throws if a file cannot be read, or if there is too little
    /// memory.</exception>
    public static Dataset Open(
        DatasetRequest request,
        IProgress<DecodeProgress>? progress = null,
        CancellationToken cancellationToken = default
    ) => Open(request, new DatasetCache(CacheFolder.Path("datasets")), progress, cancellationToken);

    /// <summary>All named sets, and where each was found.</summary>
    /// <param name="root">The folder that holds them; when null, the one that <c>ACCRETE_DATA</c> names.</param>
    internal static IReadOnlyList<CatalogEntry> List(string? root) =>
        KnownSet
            .All.Select(s => new CatalogEntry(
                s.Name,
                s.Description,
                FoundAt(s, RootOr(root)),
                s.Searched(RootOr(root))
            ))
            .ToArray();

    /// <summary>
    /// The SHA-256 of the images that a request would give, in lower-case hexadecimal, as far as possible without
    /// decoding them.
    /// </summary>
    /// <exception cref="InvalidInputException">Throws if the set is not there.</exception>
    internal static string Sha256Of(DatasetRequest request, CancellationToken cancellationToken = default)
    {
        // Which images there are does not depend on how they are divided.
        request = request with
        {
            AllIsTest = true,
        };
        if (request.SkipBad)
        {
            using var read = Open(request, cancellationToken: cancellationToken);
            return read.Sha256;
        }

        return ImageListing.Of(Locate(request).Read(cancellationToken), cancellationToken).Sha256;
    }

    /// <summary>
    /// The SHA-256 by which earlier versions knew what a request would be read from: that of all files there.
    /// </summary>
    /// <exception cref="InvalidInputException">Throws if the set is not there.</exception>
    internal static string EarlierSha256Of(DatasetRequest request, CancellationToken cancellationToken = default) =>
        Locate(request).EarlierHash(cancellationToken);

    /// <summary>Whether two requests for one set divide it into the same training and test images.</summary>
    /// <exception cref="InvalidInputException">Throws if the set is not there.</exception>
    internal static bool DivideAlike(DatasetRequest first, DatasetRequest second) =>
        Locate(first).Settings(CancellationToken.None) == Locate(second).Settings(CancellationToken.None);

    /// <summary>Reads everything anew, without the cache, and says what is there.</summary>
    /// <inheritdoc cref="Open(DatasetRequest, IProgress{DecodeProgress}?, CancellationToken)"/>
    internal static DatasetSummary Verify(
        DatasetRequest request,
        IProgress<DecodeProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        var source = Locate(request);
        using var set = new DatasetLoader(source, ImageShapes.Wanted(request, source.Shape), request).Load(
            null,
            progress,
            cancellationToken
        );
        return new DatasetSummary(
            set.Name,
            source.Location,
            set.Shape,
            set.Sha256,
            set.Classes,
            set.Train.CountByClass(set.Classes.Count),
            set.Test.CountByClass(set.Classes.Count),
            set.Findings
        )
        {
            Fit = set.Fit,
            Sizes = set.Sizes,
        };
    }

    internal static Dataset Open(
        DatasetRequest request,
        DatasetCache? cache,
        IProgress<DecodeProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        LibTorch.Load();
        var source = Locate(request);
        return new DatasetLoader(source, ImageShapes.Wanted(request, source.Shape), request).Load(
            cache,
            progress,
            cancellationToken
        );
    }

    private static DatasetSource Locate(DatasetRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var known = KnownSet.All.FirstOrDefault(s => s.Name == request.NameOrPath);
        return known is null ? LocateFolder(request) : LocateKnown(known, RootOr(request.Root));
    }

    private static DatasetSource LocateKnown(KnownSet known, string? root)
    {
        if (known.Find(root) is { } source)
        {
            return source;
        }

        var searched = known.Searched(root);
        throw new InvalidInputException(
            searched.Count == 0
                ? $"{known.Name}: no folder to look in; name the folder that holds the data sets, or set "
                    + $"{RootVariable} to it."
                : $"{known.Name}: not found, looked at {string.Join(", ", searched)}; put it there or name "
                    + $"another folder, which {RootVariable} can do, too.",
            Setting.DataRoot
        );
    }

    private static DatasetSource LocateFolder(DatasetRequest request)
    {
        var path = request.NameOrPath;
        if (File.Exists(path))
        {
            throw new InvalidInputException(
                $"{path}: a file; give a folder with one folder of images for each class, or the name of a data set."
            );
        }

        if (!Directory.Exists(path) && path.Contains(RawPath.Replacement, StringComparison.Ordinal))
        {
            throw new InvalidInputException(
                $"{path}: a path that is not UTF-8 cannot be given; go into its folder and give '.', or rename it."
            );
        }

        if (!Directory.Exists(path))
        {
            throw new InvalidInputException(
                $"{path}: neither a folder nor one of {string.Join(", ", KnownSet.All.Select(s => s.Name))}; "
                    + "check the spelling."
            );
        }

        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return KnownSet.Recognise(folder) ?? new ImageFolderSource(folder, request);
    }

    // A set that is there but incomplete is an error to open, not to list.
    private static string? FoundAt(KnownSet set, string? root)
    {
        try
        {
            return set.Find(root)?.Location;
        }
        catch (AccreteException)
        {
            return null;
        }
    }

    private static string? RootOr(string? root) =>
        string.IsNullOrEmpty(root) ? Environment.GetEnvironmentVariable(RootVariable) : root;
}
