namespace Accrete.Files;

/// <summary>What there is at a path, found out without opening it.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Id">Two places of one identity are the same file or folder; empty where the system tells none.</param>
internal readonly record struct Place(PlaceKind Kind, string Id)
{
    /// <summary>There is nothing.</summary>
    public static Place Empty => new(PlaceKind.Nothing, "");

    /// <summary>What is there; a link is a link.</summary>
    /// <exception cref="IOException">Throws if the system does not say.</exception>
    /// <exception cref="UnauthorizedAccessException">Throws if one may not look.</exception>
    public static Place Of(string path) =>
        OperatingSystem.IsWindows() ? Named(path) : UnixFile.At(path, throughLinks: false);

    /// <summary>What is there, or where a link leads; nothing where links lead to each other.</summary>
    /// <inheritdoc cref="Of"/>
    public static Place Behind(string path)
    {
        var place = Of(path);
        return place.Kind != PlaceKind.Link ? place
            : !OperatingSystem.IsWindows() ? UnixFile.At(path, throughLinks: true)
            : File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? Named(target.FullName)
            : Empty;
    }

    private static Place Named(string path)
    {
        var file = new FileInfo(path);
        return !Path.Exists(path) && file.LinkTarget is null ? Empty : new Place(KindOf(file.Attributes), "");
    }

    private static PlaceKind KindOf(FileAttributes attributes) =>
        attributes.HasFlag(FileAttributes.ReparsePoint) ? PlaceKind.Link
        : attributes.HasFlag(FileAttributes.Directory) ? PlaceKind.Folder
        : attributes.HasFlag(FileAttributes.Device) ? PlaceKind.Other
        : PlaceKind.File;
}
