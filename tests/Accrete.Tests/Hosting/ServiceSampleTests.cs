using Accrete.LoadTest;

namespace Accrete.Tests.Hosting;

/// <summary>The service of the samples; bench/Accrete.LoadTest puts it under a long load.</summary>
public sealed class ServiceSampleTests
{
    [Fact]
    public async Task It_tells_when_a_newer_model_is_damaged_and_goes_on()
    {
        using var folder = new TemporaryFolder();
        var path = folder["model.safetensors"];
        ServedFiles.Write(path, 1);
        using var service = ServiceProcess.Start(path, mutual: false, "--Model:ReloadInterval", "00:00:00.02");
        using var client = new HttpClient { BaseAddress = service.Address };
        Assert.Equal("Healthy", await client.GetStringAsync("health"));
        var before = await Classify();

        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^20]);
        await ServedFiles.Until(async () => await client.GetStringAsync("health") == "Degraded");

        Assert.Equal(before, await Classify());
        Assert.Contains("\"dog\"", await client.GetStringAsync("classes"), StringComparison.Ordinal);

        async Task<string> Classify()
        {
            using var image = new ByteArrayContent(ServedFiles.Images[0]);
            using var answer = await client.PostAsync("classify", image);
            return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        }
    }

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
