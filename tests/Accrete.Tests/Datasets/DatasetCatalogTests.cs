using Accrete.Blueprints;
using Accrete.Datasets;

namespace Accrete.Tests.Datasets;

public sealed class DatasetCatalogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_sample_is_balanced_and_always_there()
    {
        using var set = Opened.With(new DatasetRequest { NameOrPath = "sample" });
        Assert.Equal(new ImageShape(1, 28, 28), set.Shape);
        Assert.Equal((12_000, 2_000), (set.Train.Count, set.Test.Count));
        Assert.Equal(Enumerable.Repeat(1200, 10), set.Train.CopyLabels().CountBy(l => l).Select(c => c.Value));
        Assert.Equal(Enumerable.Repeat(200, 10), set.Test.CopyLabels().CountBy(l => l).Select(c => c.Value));
        Assert.Equal("Ankle boot", set.Classes[9]);
    }

    [Fact]
    public void The_list_says_where_sets_are_and_were_looked_for()
    {
        SmallSets.WriteMnist(folder);
        SmallSets.WriteCifarJpeg(folder);
        var list = DatasetCatalog.List(folder.Path).ToDictionary(e => e.Name);
        Assert.Equal(["sample", "mnist", "fashion-mnist", "cifar10", "cifar100", "tiny-imagenet"], list.Keys);
        Assert.Equal(folder["mnist"], list["mnist"].Found);
        Assert.Equal(folder["cifar-10-jpeg"], list["cifar10"].Found);
        Assert.Null(list["cifar100"].Found);
        Assert.Contains(folder["cifar-100-binary.tar.gz"], list["cifar100"].Searched);
        Assert.NotNull(list["sample"].Found);
    }

    [Fact]
    public void Verify_counts_every_class()
    {
        SmallSets.WriteTinyImageNet(folder);
        var summary = DatasetCatalog.Verify(new DatasetRequest { NameOrPath = "tiny-imagenet", Root = folder.Path });
        Assert.Equal([2, 2], summary.TrainImages);
        Assert.Equal([1, 1], summary.TestImages);
        Assert.Equal(folder["tiny-imagenet-200"], summary.Location);
        Assert.Equal(new ImageShape(3, 64, 64), summary.Shape);
    }

    [Fact]
    public void The_hash_follows_names_and_content()
    {
        SmallSets.WriteImageFolder(folder, "pets");
        var before = Sha256();
        Assert.Equal(before, Sha256());
        File.Move(folder["pets/red/0.png"], folder["pets/red/9z.png"]);
        Assert.NotEqual(before, Sha256());
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        Opened.Fails(new DatasetRequest { NameOrPath = "cifar11" }, "cifar11", "cifar10, cifar100");
    }

    [Fact]
    public void Cancelling_stops_the_decoding()
    {
        SmallSets.WriteImageFolder(folder, "pets");
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            DatasetCatalog.Open(new DatasetRequest { NameOrPath = folder["pets"] }, null, null, cancel.Token)
        );
    }

    private string Sha256()
    {
        using var set = Opened.With(new DatasetRequest { NameOrPath = folder["pets"], Size = 8 });
        return set.Sha256;
    }
}
