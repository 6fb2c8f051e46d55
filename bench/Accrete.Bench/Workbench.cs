using Accrete.Blueprints;
using Accrete.Datasets;
using static TorchSharp.torch;

namespace Accrete.Bench;

/// <summary>What measurements share: how much is measured, and on which images.</summary>
internal sealed class Workbench : IDisposable
{
    /// <summary>Images in a step.</summary>
    public const int Batch = 128;

    private const int RandomImages = 10_000;
    private const int Classes = 10;

    private readonly Lazy<(ImageSet Images, int Classes, IDisposable Owner)> set;

    public Workbench() => set = new(Open);

    /// <summary>Threads of every side.</summary>
    public required int Threads { get; init; }

    /// <summary>How often each side has its turn.</summary>
    public required int Rounds { get; init; }

    /// <summary>Training steps in a turn.</summary>
    public required int Turn { get; init; }

    /// <summary>Training steps of the memory measurement.</summary>
    public required int MemorySteps { get; init; }

    /// <summary>The data set; null for random pixels.</summary>
    public required string? Data { get; init; }

    /// <summary>Where named sets are looked for.</summary>
    public required string? DataRoot { get; init; }

    /// <summary>The Python that imports the peer's PyTorch.</summary>
    public required string Python { get; init; }

    /// <summary>The training images, <c>[N, 3, 32, 32]</c>.</summary>
    public ImageSet Images => set.Value.Images;

    /// <summary>The six-convolution VGG: widths 32-32-64-64-128-128.</summary>
    public Blueprint Network => Architectures.Find("vgg-small").Build(Images.Shape, set.Value.Classes);

    public void Dispose()
    {
        if (set.IsValueCreated)
        {
            set.Value.Owner.Dispose();
        }
    }

    private (ImageSet, int, IDisposable) Open()
    {
        if (Data is null)
        {
            using var scope = NewDisposeScope();
            var random = new ImageSet(
                randint(256, [RandomImages, 3, 32, 32], dtype: ScalarType.Byte),
                randint(Classes, RandomImages, dtype: ScalarType.Int64)
            );
            return (random, Classes, random);
        }

        var data = DatasetCatalog.Open(new DatasetRequest { NameOrPath = Data, Root = DataRoot });
        if (data.Shape != new ImageShape(3, 32, 32))
        {
            using (data)
            {
                throw new InvalidInputException(
                    $"--data {Data}: its images are {data.Shape}; the peer trains on 3x32x32."
                );
            }
        }

        return (data.Train, data.Classes.Count, data);
    }
}
