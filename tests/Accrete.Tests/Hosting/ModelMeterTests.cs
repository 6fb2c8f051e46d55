using Accrete.Extensions.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Accrete.Tests.Hosting;

public sealed class ModelMeterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task OpenTelemetry_picks_its_counts_by_the_name_of_the_meter()
    {
        ServedFiles.Write(folder["model.safetensors"], 1);
        var metrics = new List<Metric>();
        using var telemetry = Sdk.CreateMeterProviderBuilder()
            .AddMeter(AccreteMeter.Name)
            .AddInMemoryExporter(metrics)
            .Build();
        await using var provider = ServedFiles.Serve(folder["model.safetensors"]);
        var model = provider.GetRequiredService<IAccreteModel>();
        foreach (var image in ServedFiles.Images)
        {
            await model.PredictAsync(image);
        }

        await Assert.ThrowsAsync<InvalidInputException>(() => model.PredictAsync("text"u8.ToArray()));
        ServedFiles.Write(folder["model.safetensors"], 2);
        await ServedFiles.Until(() =>
        {
            telemetry.ForceFlush();
            return Task.FromResult(metrics.Any(m => m.Name == "accrete.model.reloads"));
        });

        Assert.Equal(ServedFiles.Images.Length, Last("accrete.predictions").GetSumLong());
        Assert.Equal(1, Last("accrete.inputs.refused").GetSumLong());
        Assert.Equal(1, Last("accrete.model.reloads").GetSumLong());
        Assert.Equal(ServedFiles.Images.Length, Last("accrete.prediction.duration").GetHistogramCount());
        Assert.Contains(
            KeyValuePair.Create<string, object?>("accrete.model", "default"),
            Tags(Last("accrete.predictions"))
        );

        MetricPoint Last(string name)
        {
            var found = default(MetricPoint);
            foreach (ref readonly var point in metrics.Last(m => m.Name == name).GetMetricPoints())
            {
                found = point;
            }

            return found;
        }

        static List<KeyValuePair<string, object?>> Tags(MetricPoint point)
        {
            var tags = new List<KeyValuePair<string, object?>>();
            foreach (var tag in point.Tags)
            {
                tags.Add(tag);
            }

            return tags;
        }
    }
}
