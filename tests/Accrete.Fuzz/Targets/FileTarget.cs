namespace Accrete.Fuzz.Targets;

/// <summary>A format of one file.</summary>
/// <param name="name">The name of the format.</param>
/// <param name="file">What the file is called.</param>
/// <param name="share">See <see cref="Target"/>.</param>
internal abstract class FileTarget(string name, string file, double share = 1) : Target(name, share)
{
    public sealed override void Run(byte[] input, CancellationToken stop) => Read(Workshop.Written(file, input), stop);

    protected abstract void Read(string path, CancellationToken stop);
}
