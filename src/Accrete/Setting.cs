namespace Accrete;

/// <summary>
/// A setting that an error refers to (<see cref="AccreteException.Settings"/>). A program can tell its user how to
/// change it: the command-line tool names its option.
/// </summary>
public enum Setting
{
    /// <summary>The folder that results are written to.</summary>
    OutputFolder,

    /// <summary>Whether earlier work is resumed.</summary>
    Resume,

    /// <summary>The images.</summary>
    Data,

    /// <summary>The folder that holds the data sets known by name.</summary>
    DataRoot,

    /// <summary>Whether images that cannot be read are left out.</summary>
    SkipBadImages,

    /// <summary>Whether images of classes that the model does not know are left out.</summary>
    SkipUnknownClasses,

    /// <summary>The values of keys of a plan.</summary>
    PlanValues,

    /// <summary>The largest memory that a network may need.</summary>
    MemoryLimit,

    /// <summary>The largest number of operations that a network may need for an image.</summary>
    WorkLimit,

    /// <summary>The false-positive rate: the share of clean images that a detector may call suspicious.</summary>
    FalsePositiveRate,

    /// <summary>The independently trained networks that form an ensemble.</summary>
    Ensemble,

    /// <summary>The independently trained network that transfer attacks are made on.</summary>
    Surrogate,
}
