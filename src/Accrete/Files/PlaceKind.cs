namespace Accrete.Files;

/// <summary>What there is at a path.</summary>
internal enum PlaceKind
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A link to something else, or to nothing.</summary>
    Link,

    /// <summary>A pipe, a socket or a device.</summary>
    Other,
}
