using Accrete.Blueprints;
using Accrete.Datasets;
using Accrete.Tests.Datasets;
using static TorchSharp.torch;

namespace Accrete.Tests.Interchange;

/// <summary>Real images: those of the embedded sample, 1x28x28.</summary>
public sealed class SampleImages : IDisposable
{
    private readonly Dataset set = Opened.With(new DatasetRequest { NameOrPath = "sample" });

    public SampleImages() => Preprocessing = Preprocessing.Of(set.Train);

    public Preprocessing Preprocessing { get; }

    public IReadOnlyList<string> Classes => set.Classes;

    /// <summary>
    /// The first ones, normalised, <c>[N, C, H, W]</c>; enlarged and in several equal channels where another shape is
    /// wanted.
    /// </summary>
    public Tensor Normalised(ImageShape shape, int count)
    {
        var pixels = set.Test.Images.narrow(0, 0, count).to_type(ScalarType.Float32) / 255;
        var images = (pixels - Preprocessing.Mean[0]) / Preprocessing.Deviation[0];
        return shape == set.Shape
            ? images
            : nn
                .functional.interpolate(images, [shape.Height, shape.Width], mode: InterpolationMode.Bilinear)
                .repeat(1, shape.Channels, 1, 1);
    }

    public void Dispose() => set.Dispose();
}
