using Accrete.Bench.Measuring;
using Accrete.Bench.Reports;
using Accrete.Datasets;
using Accrete.Robustness.Corruptions;
using static TorchSharp.torch;

namespace Accrete.Bench.Measurements;

/// <summary>How long corrupting as many images as a usual test set has takes, kind by kind.</summary>
internal sealed class CorruptionMeasurement : IMeasurement
{
    private const int Images = 10_000;
    private const int Most = 3;

    public string Name => "corruption";

    public string Description => "Each corruption, in its highest severity, of 10,000 images.";

    public IReadOnlyList<Section> Measure(Workbench bench)
    {
        using var scope = NewDisposeScope();
        using var images = new ImageSet(
            randint(256, [Images, 3, 32, 32], ScalarType.Byte),
            zeros([Images], ScalarType.Int64)
        );
        return
        [
            new Section(
                Name,
                "Corrupting 10,000 images of 32 x 32 in the highest severity",
                [
                    .. CommonCorruptions.All.Select(c => new Figure(
                        c.Name,
                        Spread.Of(
                            Turns.Measure(Math.Min(Most, bench.Rounds), Turns.Timed(() => Corrupt(images, c)))[0]
                        ),
                        "s",
                        "< 10"
                    )),
                ],
                ["Random pixels."]
            ),
        ];
    }

    private static void Corrupt(ImageSet images, ICorruption corruption) =>
        CorruptedImages.Of(images, corruption, CommonCorruptions.Severities, new Seed(1)).Dispose();
}
