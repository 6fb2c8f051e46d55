namespace Accrete.Datasets;

/// <summary>What a file is to a data set.</summary>
internal enum ImageFormatKind
{
    /// <summary>An image, or what its ending calls one.</summary>
    Read,

    /// <summary>An image of a format that is not read.</summary>
    Unread,

    /// <summary>Something else.</summary>
    NoImage,
}
