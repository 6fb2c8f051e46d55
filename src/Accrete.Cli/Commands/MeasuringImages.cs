using Accrete.Datasets;
using Accrete.Inference;
using Accrete.Pruning;
using Accrete.Training;
using static TorchSharp.torch;

namespace Accrete.Cli.Commands;

/// <summary>The images on which a change of a model is measured.</summary>
/// <param name="Source">The data set's name; null for drawn numbers, which look like normalised images to a
/// network.</param>
/// <param name="Sample">The images, in the dispose scope in which they were made.</param>
internal sealed record MeasuringImages(string? Source, ImageSample Sample)
{
    /// <summary>Some training images of a data set, or drawn ones where there is none.</summary>
    public static MeasuringImages Of(Dataset? data, Model model, int count, Seed seed) =>
        data is null
            ? new MeasuringImages(null, Drawn(model, count, seed))
            : new MeasuringImages(
                data.Name,
                SomeImages.Of(
                    data.Train,
                    [.. Enumerable.Range(0, (int)data.Train.Count)],
                    count,
                    model.Preprocessing,
                    model.Network.Device
                )
            );

    private static ImageSample Drawn(Model model, int count, Seed seed)
    {
        var input = model.Network.Blueprint.Input;
        using var generator = new Generator(seed.Value);
        var images = randn(
            [count, input.Channels, input.Height, input.Width],
            dtype: ScalarType.Float32,
            generator: generator
        );
        return new ImageSample(images.to(model.Network.Device), zeros(count, ScalarType.Int64));
    }
}
