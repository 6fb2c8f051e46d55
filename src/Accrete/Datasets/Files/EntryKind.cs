namespace Accrete.Datasets.Files;

/// <summary>What a name in a folder stands for.</summary>
internal enum EntryKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link, to whatever.</summary>
    Link,

    /// <summary>A pipe, device or socket, which is never opened: that may wait forever.</summary>
    Special,
}
