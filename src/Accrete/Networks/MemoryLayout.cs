using static TorchSharp.torch;

namespace Accrete.Networks;

/// <summary>Channels-last memory order. TorchSharp has no name for it, but strides say the same.</summary>
public static class MemoryLayout
{
    /// <summary>An unset tensor; four-axis ones <c>[N, C, H, W]</c> lie in memory as <c>[N, H, W, C]</c>.</summary>
    public static Tensor Empty(IReadOnlyList<long> shape, ScalarType type, Device device)
    {
        if (shape.Count != 4)
        {
            return empty([.. shape], dtype: type, device: device);
        }

        var (channels, height, width) = (shape[1], shape[2], shape[3]);
        return empty_strided([.. shape], [height * width * channels, 1, width * channels, channels], dtype: type, device: device);
    }

    /// <summary>The same images <c>[N, C, H, W]</c> in channels-last order.</summary>
    public static Tensor ChannelsLast(Tensor images) => images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}
