using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Accrete.Inference;

namespace Accrete.LoadTest;

/// <summary>
/// Sends images to the service on this machine, compares every answer with the library's own, and watches its memory.
/// </summary>
internal sealed class LoadTest : IDisposable
{
    private const int DifferentImages = 48;
    private const int ImagesToOneHostile = 50;
    private const int RequestsToOneLook = 250;
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(60);

    private readonly ServiceProcess service;
    private readonly HttpClient client;
    private readonly byte[][] images;
    private readonly byte[][] hostile;
    private readonly Prediction[] expected;
    private readonly ConcurrentBag<double> milliseconds = [];
    private int different;
    private int refused;
    private int sentHostile;

    private LoadTest(ServiceProcess service, byte[][] images, Prediction[] expected)
    {
        (this.service, this.images, this.expected) = (service, images, expected);
        hostile = Uploads.Hostile(ServiceProcess.MaxImageBytes);
        client = new HttpClient { BaseAddress = service.Address, Timeout = LongestRequest };
    }

    /// <summary>Runs it.</summary>
    /// <param name="plan">What is sent.</param>
    /// <param name="say">Hears how far it is.</param>
    /// <param name="stop">Stops between two requests.</param>
    public static async Task<LoadOutcome> RunAsync(LoadPlan plan, Action<string> say, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("accrete-load-");
        try
        {
            var path = plan.Run ?? Path.Combine(folder.FullName, "model.safetensors");
            if (plan.Run is null)
            {
                Expected.WriteModel(path);
            }

            var images = Uploads.Images(DifferentImages);
            var expected = Expected.Of(path, plan.Run is not null, images);
            using var service = ServiceProcess.Start(path, plan.Run is not null);
            using var test = new LoadTest(service, images, expected);
            return await test.MeasureAsync(plan, say, stop);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<LoadOutcome> MeasureAsync(LoadPlan plan, Action<string> say, CancellationToken stop)
    {
        await SendAsync(plan.WarmUp, plan.Concurrency, () => { }, stop);
        var (before, most) = (service.Megabytes, 0.0);
        say($"warmed up: {before:n1} MB");
        milliseconds.Clear();
        var watch = Stopwatch.StartNew();
        await SendAsync(
            plan.Requests,
            plan.Concurrency,
            () =>
            {
                most = Math.Max(most, service.Megabytes);
                say($"{milliseconds.Count:n0} of {plan.Requests:n0}: {service.Megabytes:n1} MB");
            },
            stop
        );
        watch.Stop();
        most = Math.Max(most, service.Megabytes);
        double[] sorted = [.. milliseconds.Order()];
        return new LoadOutcome(
            plan.Requests,
            different,
            sentHostile,
            sentHostile - refused,
            watch.Elapsed.TotalSeconds,
            sorted[sorted.Length / 2],
            sorted[sorted.Length * 99 / 100],
            before,
            most
        );
    }

    private async Task SendAsync(int requests, int concurrency, Action look, CancellationToken stop)
    {
        for (var sent = 0; sent < requests; sent += RequestsToOneLook)
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(sent, Math.Min(RequestsToOneLook, requests - sent)),
                new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = stop },
                async (i, stopped) =>
                {
                    await SendImageAsync(i % images.Length, stopped);
                    if (i % ImagesToOneHostile == 0)
                    {
                        await SendHostileAsync(i / ImagesToOneHostile % hostile.Length, stopped);
                    }
                }
            );
            look();
        }
    }

    private async Task SendImageAsync(int image, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        using var content = new ByteArrayContent(images[image]);
        using var response = await client.PostAsync("classify", content, stop);
        var answer = response.IsSuccessStatusCode
            ? await response.Content.ReadFromJsonAsync<JsonElement>(stop)
            : default;
        milliseconds.Add(watch.Elapsed.TotalMilliseconds);
        if (answer.ValueKind != JsonValueKind.Object || !IsSame(answer, expected[image]))
        {
            Interlocked.Increment(ref different);
        }
    }

    private async Task SendHostileAsync(int which, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "classify")
        {
            Content = new ByteArrayContent(hostile[which]),
        };
        // The service may close the connection in the middle of a body that is too large: it is asked before.
        request.Headers.ExpectContinue = true;
        using var response = await client.SendAsync(request, stop);
        Interlocked.Increment(ref sentHostile);
        if ((int)response.StatusCode is >= 400 and < 500)
        {
            Interlocked.Increment(ref refused);
        }
    }

    // To the last bit: numbers in JSON are written so that they are read again as they were.
    private static bool IsSame(JsonElement answer, Prediction expected) =>
        answer
            .GetProperty("top")
            .EnumerateArray()
            .Select(c => new ClassConfidence(
                c.GetProperty("class").GetString()!,
                c.GetProperty("confidence").GetDouble()
            ))
            .SequenceEqual(expected.Top)
        && (expected.Check is null || answer.GetProperty("suspicion").GetDouble() == expected.Check.Suspicion);
}
