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

    /// <summary>Whether it is a folder of one's own, whose images may be others tomorrow.</summary>
    public virtual bool MayChange => false;

    /// <summary>Whether a mirrored image is as good an example of its class; null where that is not known.</summary>
    public virtual bool? CanBeMirrored => null;

    /// <summary>Whether it is to be learned from, and so has training images of every class.</summary>
    public virtual bool LearnedFrom => true;

    /// <summary>What decides the parts beside the images themselves; part of the cache's key.</summary>
    public virtual string Settings(CancellationToken cancel) => "";

    /// <summary>
    /// The SHA-256 of the one file that holds it all, which stands for its images without reading them; null where
    /// there is none.
    /// </summary>
    public virtual string? PackedHash(CancellationToken cancel) => null;

    /// <summary>
    /// The SHA-256 by which earlier versions knew the content: of all files, whether they are read or not.
    /// </summary>
    public abstract string EarlierHash(CancellationToken cancel);

    /// <summary>Reads what is there and checks it, without decoding images.</summary>
    public abstract SourceContent Read(CancellationToken cancel);
}
