namespace Accrete.Files;

/// <summary>
/// What is done to a disk, step by step. It is another one than the machine's where a test plays a loss of power.
/// </summary>
internal interface IDisk
{
    /// <summary>Makes a folder in one that is there.</summary>
    void CreateFolder(string path);

    /// <summary>Makes a new file, which others may see but not write meanwhile.</summary>
    FileStream Create(string path);

    /// <summary>
    /// Opens a file to change it, at its beginning; a new one where there is none. Never through a link.
    /// </summary>
    FileStream Change(string path);

    /// <summary>Brings to the disk what was written.</summary>
    void Sync(FileStream file);

    /// <summary>Gives a file another name, whose file it replaces.</summary>
    void Rename(string from, string to);

    /// <summary>Brings to the disk which files a folder has.</summary>
    void SyncFolder(string path);
}
