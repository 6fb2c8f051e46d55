using Accrete.Inference;
using Accrete.Robustness.Detection;
using Accrete.Storage;

namespace Accrete.Extensions.Hosting;

/// <summary>
/// A model in memory, which is gone when it was retired and the last prediction that began on it has ended.
/// </summary>
internal sealed class LoadedModel : IDisposable
{
    private const string Upload = "the image";

    private readonly MutualInference? mutual;
    private readonly Predictor predictor;

    // The one who serves it, and the predictions that run on it.
    private int holders = 1;

    private LoadedModel(Model model, MutualInference? mutual, int top, string stamp)
    {
        (Classes, this.mutual, Stamp) = (model.Classes, mutual, stamp);
        predictor = new Predictor(model, new PredictorOptions { Top = top, Check = mutual });
    }

    public IReadOnlyList<string> Classes { get; }

    /// <summary>What its files were when it was read.</summary>
    public string Stamp { get; }

    /// <summary>Whether its tensors are freed.</summary>
    public bool IsGone => Volatile.Read(ref holders) == 0;

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidInputException">Throws if it is missing, damaged, or being written.</exception>
    public static LoadedModel Read(AccreteModelOptions options)
    {
        var files = new ModelFiles(options);
        var device = ModelDevice.Find(options.Device);
        var stamp = files.Stamp();
        using var model = Model.Load(files.Model, device);
        MutualInference? mutual = null;
        try
        {
            mutual = options.MutualInference ? StoredRun.ReadDetector(options.Path, device) : null;
            var now = files.Stamp();
            return now == stamp
                ? new LoadedModel(model, mutual, options.Top, stamp)
                : throw new InvalidInputException($"{options.Path}: changed while it was read; it is tried again.");
        }
        catch
        {
            mutual?.Dispose();
            throw;
        }
    }

    /// <summary>Keeps the model from being freed until <see cref="Leave"/>; false when it is gone.</summary>
    public bool TryEnter()
    {
        for (var seen = Volatile.Read(ref holders); seen > 0; seen = Volatile.Read(ref holders))
        {
            if (Interlocked.CompareExchange(ref holders, seen + 1, seen) == seen)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Retires the model.</summary>
    public void Dispose() => Leave();

    /// <summary>Ends what <see cref="TryEnter"/> began.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref holders) == 0)
        {
            mutual?.Dispose();
            predictor.Dispose();
        }
    }

    /// <summary>Classifies an image; the caller has entered.</summary>
    /// <exception cref="InvalidInputException">Throws if it is no image, or damaged.</exception>
    public Prediction Predict(byte[] image) => predictor.Predict(image, Upload);
}
