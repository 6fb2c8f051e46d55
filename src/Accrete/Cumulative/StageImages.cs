using Accrete.Blueprints;
using Accrete.Datasets;

namespace Accrete.Cumulative;

/// <summary>
/// A data set at the sizes at which stages see it, one at a time: the smaller copy of the last one asked for is kept.
/// </summary>
/// <param name="data">The images in full size; they stay the caller's.</param>
internal sealed class StageImages(Dataset data) : IDisposable
{
    private Dataset? smaller;

    /// <summary>The images in a shape; valid until another one is asked for.</summary>
    public Dataset At(ImageShape shape)
    {
        if (shape == data.Shape)
        {
            return data;
        }

        if (smaller?.Shape != shape)
        {
            Dispose();
            smaller = data.At(shape.Height, shape.Width);
        }

        return smaller!;
    }

    public void Dispose()
    {
        smaller?.Dispose();
        smaller = null;
    }
}
