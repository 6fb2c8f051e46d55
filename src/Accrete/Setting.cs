namespace Accrete;

/// <summary>
/// What can be set about a piece of work. An error names those that would change it (<see
/// cref="AccreteException.Settings"/>), so that a program can say how it is done there: the tool adds its option.
/// </summary>
public enum Setting
{
    /// <summary>Where results are written.</summary>
    OutputFolder,

    /// <summary>Whether earlier work goes on.</summary>
    Resume,

    /// <summary>Which images.</summary>
    Data,

    /// <summary>The folder with the data sets that have names.</summary>
    DataRoot,

    /// <summary>Whether images that cannot be read are left out.</summary>
    SkipBadImages,

    /// <summary>Whether images of classes that the model does not know are left out.</summary>
    SkipUnknownClasses,

    /// <summary>Values of a plan's keys.</summary>
    PlanValues,

    /// <summary>The most memory that a network may take.</summary>
    MemoryLimit,

    /// <summary>The most operations that a network may take for an image.</summary>
    WorkLimit,

    /// <summary>The share of clean images that a detector may call suspicious.</summary>
    FalsePositiveRate,

    /// <summary>The independently trained networks that are asked together.</summary>
    Ensemble,

    /// <summary>The independently trained network whose gradients an attacker has.</summary>
    Surrogate,
}
