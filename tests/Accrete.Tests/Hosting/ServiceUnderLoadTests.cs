using Accrete.LoadTest;

namespace Accrete.Tests.Hosting;

/// <summary>The service of the samples, under a short load; bench/Accrete.LoadTest is the long one.</summary>
public sealed class ServiceUnderLoadTests
{
    [Fact]
    public async Task Every_answer_is_that_of_the_library_and_hostile_uploads_are_refused()
    {
        var outcome = await LoadTest.LoadTest.RunAsync(
            new LoadPlan(Requests: 500, WarmUp: 100, Concurrency: 8),
            _ => { },
            TestContext.Current.CancellationToken
        );

        Assert.Equal((0, 12, 0), (outcome.Different, outcome.Hostile, outcome.NotRefused));
    }
}
