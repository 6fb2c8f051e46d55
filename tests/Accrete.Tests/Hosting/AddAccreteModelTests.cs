using Accrete.Extensions.Hosting;
using Accrete.Robustness.Detection;
using Accrete.Storage;
using Accrete.Tests.Cumulative;
using Accrete.Tests.Datasets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkiaSharp;

namespace Accrete.Tests.Hosting;

public sealed class AddAccreteModelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_host_says_what_the_model_says_without_it()
    {
        var offline = ServedFiles.Write(folder["model.safetensors"], 1);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?> { ["Model:Path"] = folder["model.safetensors"], ["Model:Top"] = "2" }
        );
        builder.Services.AddAccreteModel().BindConfiguration("Model");
        using var host = builder.Build();
        await host.StartAsync();
        var model = host.Services.GetRequiredService<IAccreteModel>();

        var online = await Task.WhenAll(ServedFiles.Images.Select(i => model.PredictAsync(new MemoryStream(i))));

        Assert.Equal(ServedFiles.Classes, model.Classes);
        Assert.Equal(offline, online.Select(p => p.Top[0].Confidence));
        Assert.All(online, p => Assert.Equal(2, p.Top.Count));
        await host.StopAsync();
    }

    [Fact]
    public async Task Options_that_cannot_be_are_named_when_the_host_starts()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddAccreteModel(
            "photos",
            o =>
            {
                o.Device = "gpu";
                o.Concurrency = 0;
                o.ReloadInterval = TimeSpan.Zero;
            }
        );
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains("'photos': Path is empty", error.Message, StringComparison.Ordinal);
        Assert.Contains("Device is 'gpu', but must be cpu, cuda or cuda:N.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Concurrency is 0, but must be 1 to 1024.", error.Message, StringComparison.Ordinal);
        Assert.Contains("ReloadInterval is 00:00:00", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_not_there_keeps_the_host_from_starting()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddAccreteModel(o => o.Path = folder["none.safetensors"]);
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<InvalidInputException>(() => host.StartAsync());

        Assert.Contains("none.safetensors", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Named_models_are_keyed_services()
    {
        var first = ServedFiles.Write(folder["1.safetensors"], 1);
        var second = ServedFiles.Write(folder["2.safetensors"], 2);
        var services = new ServiceCollection();
        services.AddAccreteModel("one", o => o.Path = folder["1.safetensors"]);
        services.AddAccreteModel("two", o => o.Path = folder["2.safetensors"]);
        await using var provider = services.BuildServiceProvider();

        Assert.Equal([first[0], second[0]], [await Says("one"), await Says("two")]);
        Assert.Null(provider.GetService<IAccreteModel>());

        async Task<double> Says(string name) =>
            (await provider.GetRequiredKeyedService<IAccreteModel>(name).PredictAsync(ServedFiles.Images[0]))
                .Top[0]
                .Confidence;
    }

    [Fact]
    public async Task Mutual_inference_says_how_suspicious_an_image_is()
    {
        using (var data = TinyRuns.Data())
        {
            TinyRuns.Run(folder["run"], TinyRuns.Plan(), data);
            var models = StoredRun.ReadLineage(folder["run"]);
            using var inference = MutualInference.Learn(new Family(models), data, [.. Enumerable.Range(0, 21)], 0.1);
            DetectorFile.Write(folder["run"], inference);
            foreach (var model in models)
            {
                model.Dispose();
            }
        }

        await using var provider = ServedFiles.Serve(folder["run"], o => o.MutualInference = true);
        var odd = Made.Png(8, 8, (x, y) => (x + y) % 2 == 0 ? SKColors.White : SKColors.Black);

        var prediction = await provider.GetRequiredService<IAccreteModel>().PredictAsync(odd);

        Assert.InRange(prediction.Check!.Suspicion, 0, 1);
    }

    [Fact]
    public async Task What_is_no_image_or_too_large_is_refused()
    {
        ServedFiles.Write(folder["model.safetensors"], 1);
        await using var provider = ServedFiles.Serve(folder["model.safetensors"], o => o.MaxImageBytes = 1000);
        var model = provider.GetRequiredService<IAccreteModel>();
        var large = new byte[1001];

        Assert.Contains("more than 1000 bytes", await Refused(model.PredictAsync(large)), StringComparison.Ordinal);
        Assert.Contains(
            "more than 1000 bytes",
            await Refused(model.PredictAsync(new MemoryStream(large))),
            StringComparison.Ordinal
        );
        Assert.Contains("the image: ", await Refused(model.PredictAsync("text"u8.ToArray())), StringComparison.Ordinal);
        Assert.Contains("the image: ", await Refused(model.PredictAsync(Stream.Null)), StringComparison.Ordinal);
        Assert.NotEmpty((await model.PredictAsync(ServedFiles.Images[0])).Top);

        static async Task<string> Refused(Task prediction) =>
            (await Assert.ThrowsAsync<InvalidInputException>(() => prediction)).Message;
    }

    [Fact]
    public async Task A_call_that_is_stopped_before_its_turn_is_not_answered()
    {
        ServedFiles.Write(folder["model.safetensors"], 1);
        await using var provider = ServedFiles.Serve(folder["model.safetensors"]);
        var model = provider.GetRequiredService<IAccreteModel>();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            model.PredictAsync(ServedFiles.Images[0], stop.Token)
        );
    }
}
