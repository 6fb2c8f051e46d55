using Accrete.Inference;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Accrete.Extensions.Hosting;

/// <summary>A model that is loaded once, shared, and replaced when its file is.</summary>
internal sealed partial class ServedModel : IAccreteModel, IDisposable
{
    private readonly string name;
    private readonly AccreteModelOptions options;
    private readonly ModelMeter meter;
    private readonly ILogger<ServedModel> logger;
    private readonly TimeProvider time;
    private readonly Lock loading = new();
    private LoadedModel? current;
    private Workers? workers;
    private ITimer? timer;
    private string? seen;
    private string? refused;
    private bool disposed;

    public ServedModel(
        string name,
        IOptionsMonitor<AccreteModelOptions> options,
        ModelMeter meter,
        ILogger<ServedModel> logger,
        TimeProvider time
    )
    {
        (this.name, this.meter, this.logger, this.time) = (name, meter, logger, time);
        this.options = options.Get(name);
    }

    public IReadOnlyList<string> Classes
    {
        get
        {
            Load();
            return current!.Classes;
        }
    }

    /// <summary>Whether it answers.</summary>
    public bool IsLoaded => Volatile.Read(ref current) is not null;

    /// <summary>Why a newer file is not served; null when the newest is.</summary>
    public string? Problem { get; private set; }

    /// <summary>Loads it, unless it is.</summary>
    /// <exception cref="AccreteException">Throws if it cannot be loaded.</exception>
    public void Load()
    {
        if (IsLoaded)
        {
            return;
        }

        lock (loading)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (current is not null)
            {
                return;
            }

            var first = LoadedModel.Read(options);
            workers ??= new Workers(Shown, options.Concurrency, options.Threads);
            Volatile.Write(ref current, first);
            LogLoaded(logger, Shown, options.Path, first.Classes.Count);
            if (options.ReloadOnChange)
            {
                timer = time.CreateTimer(_ => Look(), null, options.ReloadInterval, options.ReloadInterval);
            }
        }
    }

    public async Task<Prediction> PredictAsync(Stream image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        byte[] bytes;
        try
        {
            bytes = await BoundedStream
                .ReadAsync(image, options.MaxImageBytes, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (InvalidInputException)
        {
            meter.Refused(name);
            throw;
        }

        return await Predict(bytes, cancellationToken).ConfigureAwait(false);
    }

    public Task<Prediction> PredictAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken = default)
    {
        if (image.Length > options.MaxImageBytes)
        {
            meter.Refused(name);
            return Task.FromException<Prediction>(BoundedStream.TooLarge(options.MaxImageBytes));
        }

        return Predict(image.ToArray(), cancellationToken);
    }

    public void Dispose()
    {
        lock (loading)
        {
            if (disposed)
            {
                return;
            }

            disposed = true;
            timer?.Dispose();
        }

        workers?.Dispose();
        current?.Dispose();
    }

    private string Shown => name.Length == 0 ? "accrete" : name;

    private async Task<Prediction> Predict(byte[] image, CancellationToken cancellationToken)
    {
        Load();
        var began = time.GetTimestamp();
        try
        {
            var prediction = await workers!.Run(() => PredictOnCurrent(image), cancellationToken).ConfigureAwait(false);
            meter.Predicted(name, prediction.Check?.IsSuspicious == true, time.GetElapsedTime(began));
            return prediction;
        }
        catch (InvalidInputException)
        {
            meter.Refused(name);
            throw;
        }
    }

    // One that is retired between the two lines is another one at the next try.
    private Prediction PredictOnCurrent(byte[] image)
    {
        LoadedModel model;
        do
        {
            model = Volatile.Read(ref current)!;
        } while (!model.TryEnter());

        try
        {
            return model.Predict(image);
        }
        finally
        {
            model.Leave();
        }
    }

    // A look that takes longer than the interval is not begun again beside itself.
    private void Look()
    {
        if (!loading.TryEnter())
        {
            return;
        }

        try
        {
            if (!disposed)
            {
                TakeUp(new ModelFiles(options).Stamp());
            }
        }
        finally
        {
            loading.Exit();
        }
    }

    private void TakeUp(string stamp)
    {
        var isSettled = stamp == seen;
        seen = stamp;
        if (stamp == current!.Stamp)
        {
            // The old file is back.
            (Problem, refused) = (null, null);
            return;
        }

        if (!isSettled || stamp == refused)
        {
            return;
        }

        try
        {
            var old = Interlocked.Exchange(ref current, LoadedModel.Read(options));
            old!.Dispose();
            (Problem, refused) = (null, null);
            meter.Reloaded(name, loaded: true);
            LogReloaded(logger, Shown, options.Path);
        }
#pragma warning disable CA1031 // Whatever is wrong with a new file, the old model goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            (Problem, refused) = (e.Message, stamp);
            meter.Reloaded(name, loaded: false);
            LogRefused(logger, Shown, e.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Model {Model} is loaded from {Path}: {Classes} classes.")]
    private static partial void LogLoaded(ILogger logger, string model, string path, int classes);

    [LoggerMessage(2, LogLevel.Information, "Model {Model} is replaced by the new one in {Path}.")]
    private static partial void LogReloaded(ILogger logger, string model, string path);

    [LoggerMessage(3, LogLevel.Error, "Model {Model} stays as it was: {Problem}")]
    private static partial void LogRefused(ILogger logger, string model, string problem);
}
