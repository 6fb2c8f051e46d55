using Accrete.Robustness.Detection;
using Accrete.Storage;
using Accrete.Training;

namespace Accrete.Extensions.Hosting;

/// <summary>
/// A model in memory, which is gone when it was retired and the last prediction that began on it has ended.
/// </summary>
internal sealed class LoadedModel
{
    private const string Upload = "the image";

    private readonly Model model;
    private readonly MutualInference? mutual;
    private readonly Predictor predictor;

    // The one who serves it, and the predictions that run on it.
    private int holders = 1;

    private LoadedModel(Model model, MutualInference? mutual, int top, string stamp)
    {
        (this.model, this.mutual, Stamp) = (model, mutual, stamp);
        predictor = new Predictor(model, batchSize: 1, top, mutual);
    }

    public IReadOnlyList<string> Classes => model.Classes;

    /// <summary>What its files were when it was read.</summary>
    public string Stamp { get; }

    /// <summary>Whether its tensors are freed.</summary>
    public bool IsGone => Volatile.Read(ref holders) == 0;

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidInputException">It is missing, damaged, or being written.</exception>
    public static LoadedModel Read(AccreteModelOptions options)
    {
        var files = new ModelFiles(options);
        var device = ModelDevice.Find(options.Device);
        var stamp = files.Stamp();
        var model = ModelFile.Read(files.Model, device);
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
            model.Network.Dispose();
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

    /// <summary>Ends what <see cref="TryEnter"/> began, or retires the model.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref holders) == 0)
        {
            mutual?.Dispose();
            model.Network.Dispose();
        }
    }

    /// <summary>Classifies an image; the caller has entered.</summary>
    /// <exception cref="InvalidInputException">It is no image, or damaged.</exception>
    public Prediction Predict(byte[] image) => predictor.Predict(image, Upload);
}
