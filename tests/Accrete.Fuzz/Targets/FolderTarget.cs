namespace Accrete.Fuzz.Targets;

/// <summary>A format of several files in a folder.</summary>
internal abstract class FolderTarget(string name, double share = 1) : Target(name, share)
{
    public sealed override void Run(byte[] input, CancellationToken stop)
    {
        var folder = Workshop.Empty(Name);
        Bundle.Parse(input).WriteTo(folder);
        Read(folder, stop);
    }

    protected abstract void Read(string folder, CancellationToken stop);
}
