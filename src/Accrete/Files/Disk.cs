namespace Accrete.Files;

/// <summary>The disk of this machine.</summary>
internal sealed class Disk : IDisk
{
    private Disk() { }

    public static IDisk OfMachine { get; } = new Disk();

    public void CreateFolder(string path) => Directory.CreateDirectory(path);

    public FileStream Create(string path) =>
        new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 1 << 16);

    public FileStream Change(string path) => RegularFile.OpenToChange(path);

    public void Sync(FileStream file) => file.Flush(flushToDisk: true);

    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public void SyncFolder(string path)
    {
        // Windows keeps a journal of its names, and has no call for it.
        if (!OperatingSystem.IsWindows())
        {
            UnixFile.SyncFolder(path);
        }
    }
}
