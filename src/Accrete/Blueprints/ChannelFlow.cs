namespace Accrete.Blueprints;

/// <summary>What a layer does with channels: the one thing that tells how it ties tensor axes together.</summary>
public enum ChannelFlow
{
    /// <summary>Sums the channels of its input away and makes its own: a convolution, a linear layer.</summary>
    Makes,

    /// <summary>Gives each channel of its input on as the same channel: a norm, an activation, a pooling.</summary>
    Passes,

    /// <summary>Gives each channel on as a block of neighbouring features, one for each pixel.</summary>
    Flattens,
}
