namespace Accrete.Blueprints;

/// <summary>The meaning of an axis of a parameter: which channels it runs over.</summary>
public enum AxisRole
{
    /// <summary>
    /// The axis runs over the channels of the layer's output, which are produced or passed on along it.
    /// </summary>
    Output,

    /// <summary>The axis runs over the channels of the layer's input, which are summed along it.</summary>
    Input,

    /// <summary>The axis does not run over channels, such as the rows of a kernel.</summary>
    Fixed,
}
