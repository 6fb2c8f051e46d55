using static TorchSharp.torch;

namespace Accrete.Networks;

/// <summary>Channels-last memory order. TorchSharp has no name for it, but strides say the same.</summary>
internal static class MemoryLayout
{
    /// <summary>
    /// The strides of a tensor: four-axis ones <c>[N, C, H, W]</c> lie in memory as <c>[N, H, W, C]</c>, others as they
    /// are written.
    /// </summary>
    public static long[] Strides(IReadOnlyList<long> shape)
    {
        if (shape is [_, var channels, var height, var width])
        {
            return [height * width * channels, 1, width * channels, channels];
        }

        var strides = new long[shape.Count];
        for (var (axis, stride) = (shape.Count - 1, 1L); axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return strides;
    }

    /// <summary>The same images <c>[N, C, H, W]</c> in channels-last order.</summary>
    public static Tensor ChannelsLast(Tensor images) => images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}
