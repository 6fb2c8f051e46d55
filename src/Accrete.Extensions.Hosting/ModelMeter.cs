using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Accrete.Extensions.Hosting;

/// <summary>Counts what models do; <see cref="AccreteMeter"/> describes it.</summary>
internal sealed class ModelMeter
{
    private const string DefaultModel = "default";

    private readonly Counter<long> predictions;
    private readonly Counter<long> refused;
    private readonly Counter<long> suspicious;
    private readonly Counter<long> reloads;
    private readonly Histogram<double> duration;

    public ModelMeter(IMeterFactory factory)
    {
        var meter = factory.Create(AccreteMeter.Name);
        predictions = meter.CreateCounter<long>("accrete.predictions", "{prediction}", "Images that were classified.");
        refused = meter.CreateCounter<long>(
            "accrete.inputs.refused",
            "{input}",
            "Inputs that are no image, damaged, or too large."
        );
        suspicious = meter.CreateCounter<long>(
            "accrete.inputs.suspicious",
            "{input}",
            "Images of which mutual inference warned."
        );
        reloads = meter.CreateCounter<long>("accrete.model.reloads", "{reload}", "New model files, by outcome.");
        duration = meter.CreateHistogram(
            "accrete.prediction.duration",
            "s",
            "From the call to the answer, waiting included.",
            tags: null,
            new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
            }
        );
    }

    public void Predicted(string model, bool isSuspicious, TimeSpan took)
    {
        var tags = Tags(model);
        predictions.Add(1, tags);
        duration.Record(took.TotalSeconds, tags);
        if (isSuspicious)
        {
            suspicious.Add(1, tags);
        }
    }

    public void Refused(string model) => refused.Add(1, Tags(model));

    public void Reloaded(string model, bool loaded)
    {
        var tags = Tags(model);
        tags.Add("accrete.outcome", loaded ? "loaded" : "refused");
        reloads.Add(1, tags);
    }

    private static TagList Tags(string model) =>
        new() { { "accrete.model", model.Length == 0 ? DefaultModel : model } };
}
