namespace Accrete.Blueprints;

/// <summary>What one axis of a parameter runs over.</summary>
public enum AxisRole
{
    /// <summary>The channels of the layer's output: these are produced, or passed on, along it.</summary>
    Output,

    /// <summary>The channels of the layer's input: these are summed away along it.</summary>
    Input,

    /// <summary>No channels, such as the rows of a kernel.</summary>
    Fixed,
}
