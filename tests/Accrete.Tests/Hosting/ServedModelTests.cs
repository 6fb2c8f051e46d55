using Accrete.Extensions.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Accrete.Tests.Hosting;

public sealed class ServedModelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Model => folder["model.safetensors"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task New_files_take_the_place_of_old_ones_while_predictions_go_on()
    {
        double[][] offline = [ServedFiles.Write(folder["a"], 1), ServedFiles.Write(folder["b"], 2)];
        Put("a");
        await using var provider = ServedFiles.Serve(Model);
        var model = provider.GetRequiredService<IAccreteModel>();
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => CallUntil(stop.Token))).ToArray();

        for (var round = 0; round < 6; round++)
        {
            var (file, expected) = round % 2 == 0 ? ("b", offline[1]) : ("a", offline[0]);
            Put(file);
            await ServedFiles.Until(async () => await Says(0) == expected[0]);
        }

        await stop.CancelAsync();
        var answers = (await Task.WhenAll(callers)).SelectMany(a => a).ToArray();

        Assert.NotEmpty(answers);
        Assert.All(answers, a => Assert.Contains(a.Confidence, offline.Select(o => o[a.Image])));

        async Task<double> Says(int image) => (await model.PredictAsync(ServedFiles.Images[image])).Top[0].Confidence;

        async Task<List<(int Image, double Confidence)>> CallUntil(CancellationToken stopped)
        {
            var said = new List<(int, double)>();
            for (var i = 0; !stopped.IsCancellationRequested; i = (i + 1) % ServedFiles.Images.Length)
            {
                said.Add((i, await Says(i)));
            }

            return said;
        }
    }

    [Fact]
    public async Task A_damaged_file_changes_nothing_and_is_told_until_a_good_one_comes()
    {
        var (first, second) = (ServedFiles.Write(folder["a"], 1), ServedFiles.Write(folder["b"], 2));
        Put("a");
        using var log = new KeptLog();
        await using var provider = ServedFiles.Serve(Model, log: log);
        var model = provider.GetRequiredService<IAccreteModel>();
        Assert.Equal(HealthStatus.Unhealthy, await Health());
        Assert.Equal(first[0], await Says());
        Assert.Equal(HealthStatus.Healthy, await Health());

        var damaged = File.ReadAllBytes(folder["b"]);
        damaged[^20] ^= 1;
        File.WriteAllBytes(folder["c"], damaged);
        Put("c");
        await ServedFiles.Until(async () => await Health() == HealthStatus.Degraded);
        Assert.Equal(first[0], await Says());
        Assert.Contains("model.safetensors", ((ServedModel)model).Problem, StringComparison.Ordinal);
        Assert.Single(log.Of(LogLevel.Error), $"Model accrete stays as it was: {((ServedModel)model).Problem}");

        File.Delete(Model);
        await Task.Delay(100);
        Assert.Equal((first[0], HealthStatus.Degraded), (await Says(), await Health()));

        Put("b");
        await ServedFiles.Until(async () => await Health() == HealthStatus.Healthy);
        Assert.Equal(second[0], await Says());

        async Task<double> Says() => (await model.PredictAsync(ServedFiles.Images[0])).Top[0].Confidence;

        async Task<HealthStatus> Health() =>
            (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status;
    }

    [Fact]
    public void A_retired_model_is_gone_when_the_last_prediction_on_it_ends()
    {
        var offline = ServedFiles.Write(Model, 1);
        var loaded = LoadedModel.Read(new AccreteModelOptions { Path = Model });

        Assert.True(loaded.TryEnter());
        loaded.Leave();
        Assert.True(loaded.TryEnter());
        loaded.Leave();
        Assert.True(loaded.TryEnter());
        loaded.Dispose(); // its server lets it go
        Assert.False(loaded.IsGone);
        Assert.Equal(offline[0], loaded.Predict(ServedFiles.Images[0]).Top[0].Confidence);
        loaded.Leave();

        Assert.True(loaded.IsGone);
        Assert.False(loaded.TryEnter());
    }

    // As Accrete writes: beside its place, and then renamed.
    private void Put(string file)
    {
        File.Copy(folder[file], folder["beside"]);
        File.SetLastWriteTimeUtc(folder["beside"], DateTime.UtcNow);
        File.Move(folder["beside"], Model, overwrite: true);
    }
}
