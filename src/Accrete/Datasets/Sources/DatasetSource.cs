using Accrete.Blueprints;

namespace Accrete.Datasets.Sources;

/// <summary>A data set where it lies, in one of the layouts that are known.</summary>
internal abstract class DatasetSource
{
    /// <summary>The name for reports.</summary>
    public abstract string Name { get; }

    /// <summary>The file or folder.</summary>
    public abstract string Location { get; }

    /// <summary>The shape of its images when nothing else is asked for.</summary>
    public abstract ImageShape Shape { get; }

    /// <summary>Whether its images are files to decode, which makes the result worth caching.</summary>
    public abstract bool Encoded { get; }

    /// <summary>Whether a mirrored image is as good an example of its class; null where that is not known.</summary>
    public virtual bool? CanBeMirrored => null;

    /// <summary>What decides the content beside the files themselves; part of the cache's key.</summary>
    public virtual string Settings => "";

    /// <summary>Whether it is to be learned from, and so has training images of every class.</summary>
    public virtual bool LearnedFrom => true;

    /// <summary>The SHA-256 of the content.</summary>
    public abstract string Hash(CancellationToken cancel);

    /// <summary>Reads what is there and checks it, without decoding images.</summary>
    public abstract SourceContent Read(CancellationToken cancel);
}
