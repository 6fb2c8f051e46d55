using Accrete.Cumulative;
using Accrete.Datasets;
using Accrete.Pruning;
using Accrete.Robustness.Corruptions;
using Accrete.Robustness.Noise;
using Accrete.Training;

namespace Accrete.Robustness;

/// <summary>Asks models about the same images, clean and worse.</summary>
/// <param name="models">The models with the runs or files that they came from; all for images of one shape.</param>
/// <param name="data">The images.</param>
/// <param name="seed">The root of what is drawn.</param>
public sealed class RobustnessStudy(IReadOnlyList<(string Source, Model Model)> models, Dataset data, int seed)
{
    private const int WeightDraws = 3;
    private const int PropagationImages = 500;
    private const int PropagationSeverity = 3;

    private readonly Seed root = new((ulong)seed);

    /// <summary>Whether noise on pixels and weights is measured.</summary>
    public bool Noise { get; init; } = true;

    /// <summary>The corruptions that are measured.</summary>
    public IReadOnlyList<ICorruption> Corruptions { get; init; } = CommonCorruptions.All;

    /// <summary>Measures all models.</summary>
    /// <param name="progress">Hears what is measured next, and what part of the whole is done.</param>
    /// <param name="stop">Stops after the present measurement; nothing is kept.</param>
    /// <exception cref="InvalidInputException">A model is for other images or classes, or its answers are not numbers.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public EvaluationOutcome Run(Action<string, double>? progress = null, CancellationToken stop = default)
    {
        foreach (var (source, model) in models)
        {
            Check(source, model);
        }

        IReadOnlyList<ICorruption> noises = Noise ? InputNoise.All : [];
        var steps = 1 + (noises.Count * CommonCorruptions.Severities) + (Noise ? 1 : 0) + (Corruptions.Count * CommonCorruptions.Severities);
        var done = 0;
        Begin("clean images");
        var clean = models.Select(m => Quality.Of(Answers.Of(m.Model.Network, data.Test, m.Model.Preprocessing))).ToArray();
        var some = SomeImages.Spread([.. Enumerable.Range(0, (int)data.Train.Count)], (int)data.Test.Count);
        var train = models.Select(m => Answers.Of(m.Model.Network, data.Train, m.Model.Preprocessing, some).Accuracy).ToArray();
        var noisy = Degraded(noises);
        IReadOnlyList<DegradedAccuracy>[] weights = [.. models.Select(_ => (IReadOnlyList<DegradedAccuracy>)[])];
        IReadOnlyList<NoisePropagation>[] propagation = [.. models.Select(_ => (IReadOnlyList<NoisePropagation>)[])];
        if (Noise)
        {
            Begin("noise on weights, and through layers");
            weights = [.. models.Select(m => WithWeightNoise(m.Model, stop))];
            using var noise = CorruptedImages.Of(data.Test, InputNoise.All[0], PropagationSeverity, root);
            propagation = [.. models.Select(m => Propagation(m.Model, noise))];
        }

        var corrupted = Degraded(Corruptions);
        return new EvaluationOutcome(EvaluationOutcome.CurrentSchema, DatasetIdentity.Of(data), seed,
        [
            .. models.Select((m, i) => new EvaluatedModel(m.Source, m.Model.Network.Blueprint.Name, m.Model.Network.Blueprint.ParameterCount,
                m.Model.Network.Blueprint.ForwardMacs, clean[i], train[i], noisy[i], weights[i], propagation[i], corrupted[i])),
        ]);

        void Begin(string what)
        {
            stop.ThrowIfCancellationRequested();
            progress?.Invoke(what, (double)done++ / steps);
        }

        // Images are made worse once for all models.
        List<DegradedAccuracy>[] Degraded(IReadOnlyList<ICorruption> kinds)
        {
            var accuracies = models.Select(_ => new List<DegradedAccuracy>()).ToArray();
            foreach (var (kind, severity) in kinds.SelectMany(k => Enumerable.Range(1, CommonCorruptions.Severities).Select(s => (k, s))))
            {
                Begin($"{kind.Name}, severity {severity}");
                using var images = CorruptedImages.Of(data.Test, kind, severity, root);
                for (var i = 0; i < models.Count; i++)
                {
                    var accuracy = Answers.Of(models[i].Model.Network, images, models[i].Model.Preprocessing).Accuracy;
                    accuracies[i].Add(new DegradedAccuracy(kind.Name, severity, (kind as InputNoise)?.Strengths[severity - 1], accuracy));
                }
            }

            return accuracies;
        }
    }

    private void Check(string source, Model model)
    {
        if (model.Preprocessing.Shape != data.Shape)
        {
            throw new InvalidInputException($"{source}: takes images of {model.Preprocessing.Shape}, and the others take {data.Shape}; evaluate it alone.");
        }

        model.CheckClasses(data, source);
    }

    private List<DegradedAccuracy> WithWeightNoise(Model model, CancellationToken stop) =>
    [
        .. WeightNoise.Strengths.Select((strength, i) => new DegradedAccuracy("weights", i + 1, strength, Enumerable.Range(0, WeightDraws).Average(draw =>
        {
            stop.ThrowIfCancellationRequested();
            using var noisy = WeightNoise.On(model.Network, strength, root.For("weights").At(i).At(draw));
            return Answers.Of(noisy, data.Test, model.Preprocessing).Accuracy;
        }))),
    ];

    private IReadOnlyList<NoisePropagation> Propagation(Model model, ImageSet noisy)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        int[] all = [.. Enumerable.Range(0, (int)data.Test.Count)];
        var (before, after) = (Sample(data.Test), Sample(noisy));
        return NoisePropagation.Of(model.Network, before, after);

        ImageSample Sample(ImageSet set) => SomeImages.Of(set, all, PropagationImages, model.Preprocessing, model.Network.Device);
    }
}
