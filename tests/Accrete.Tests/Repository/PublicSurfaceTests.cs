using Accrete.Networks;

namespace Accrete.Tests.Repository;

public class PublicSurfaceTests
{
    // One page can list so many; a type that nobody outside needs is internal.
    private const int MostTypes = 115;

    [Fact]
    public void The_public_surface_stays_small() =>
        Assert.InRange(typeof(Network).Assembly.GetExportedTypes().Count(t => !t.IsNested), 1, MostTypes);
}
