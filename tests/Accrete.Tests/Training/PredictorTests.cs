using Accrete.Tests.Cli;
using Accrete.Tests.Datasets;
using Accrete.Training;
using SkiaSharp;
using TorchSharp;

namespace Accrete.Tests.Training;

public sealed class PredictorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Model model = MadeModel.Make();

    public void Dispose()
    {
        model.Network.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Keeps_the_order_of_the_files_whatever_the_batch()
    {
        var files = Enumerable
            .Range(0, 7)
            .Select(i =>
                i == 3
                    ? folder.Write("3.png", "bad")
                    : folder.Write($"{i}.png", Made.Png(9, 9, (x, y) => new SKColor((byte)(i * x * 4), (byte)y, 0)))
            )
            .ToArray();

        var one = new Predictor(model, batchSize: 1).Predict(files).ToArray();
        var all = new Predictor(model, batchSize: 100).Predict(files).ToArray();

        Assert.Equal(files, one.Select(p => p.File));
        Assert.Equal(files, all.Select(p => p.File));
        Assert.Equal([3], all.Index().Where(p => p.Item.Problem is not null).Select(p => p.Index));
        Assert.All(
            one.Zip(all).Where(p => p.First.Problem is null),
            p => Assert.Equal(p.First.Top[0].Confidence, p.Second.Top[0].Confidence, 1e-6)
        );
    }

    [Fact]
    public void Weights_that_are_not_finite_are_an_error()
    {
        using (torch.no_grad())
        {
            model.Network.State["head.bias"].fill_(float.NaN);
        }

        var file = folder.Write("a.png", Made.Png(9, 9, (x, y) => SKColors.Red));

        Assert.Contains(
            "not finite",
            Assert.Throws<AccreteException>(() => new Predictor(model).Predict([file]).ToArray()).Message,
            StringComparison.Ordinal
        );
    }
}
