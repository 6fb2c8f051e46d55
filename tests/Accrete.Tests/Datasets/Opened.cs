using Accrete.Datasets;

namespace Accrete.Tests.Datasets;

/// <summary>Opens sets without the user's cache.</summary>
internal static class Opened
{
    public static Dataset Named(string name, TemporaryFolder root, int? size = null, int? channels = null) =>
        With(
            new DatasetRequest
            {
                NameOrPath = name,
                Root = root.Path,
                Size = size,
                Channels = channels,
            }
        );

    public static Dataset With(DatasetRequest request, DatasetCache? cache = null) =>
        DatasetCatalog.Open(request, cache, null, CancellationToken.None);

    /// <summary>The error of opening a set; it is one line that says <paramref name="expected"/>.</summary>
    public static void Fails(DatasetRequest request, params string[] expected)
    {
        var error = Assert.ThrowsAny<InvalidInputException>(() => With(request).Dispose());
        Assert.DoesNotContain('\n', error.Message);
        Assert.All(expected, e => Assert.Contains(e, error.Message, StringComparison.Ordinal));
    }

    public static void Fails(string name, TemporaryFolder root, params string[] expected) =>
        Fails(new DatasetRequest { NameOrPath = name, Root = root.Path }, expected);
}
