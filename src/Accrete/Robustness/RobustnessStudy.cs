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

    private readonly IReadOnlyList<int>?[] places = [.. models.Select(m => m.Model.PlacesOf(data.Classes, m.Source))];
    private readonly Seed root = new((ulong)seed);

    /// <summary>Whether noise on pixels and weights is measured.</summary>
    public bool Noise { get; init; } = true;

    /// <summary>The corruptions that are measured.</summary>
    public IReadOnlyList<ICorruption> Corruptions { get; init; } = CommonCorruptions.All;

    /// <summary>Published files that are read instead of corrupting images here; null for none.</summary>
    public PublishedCorruptions? Published { get; init; }

    /// <summary>On how many test images, spread over all of them, models are measured; null for all.</summary>
    public int? Images { get; init; }

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

        int[] measured = SomeImages.Spread([.. Enumerable.Range(0, (int)data.Test.Count)], Images ?? (int)data.Test.Count);
        using var test = data.Test.Take(measured);
        IReadOnlyList<ICorruption> noises = Noise ? InputNoise.All : [];
        var corruptions = Published?.Names ?? [.. Corruptions.Select(c => c.Name)];
        var steps = 1 + (noises.Count * CommonCorruptions.Severities) + (Noise ? 1 : 0) + (corruptions.Count * CommonCorruptions.Severities);
        var done = 0;
        Begin("clean images");
        var clean = models.Select((m, i) => Quality.Of(Answers.Of(m.Model.Network, test, m.Model.Preprocessing, places: places[i]))).ToArray();
        var some = SomeImages.Spread([.. Enumerable.Range(0, (int)data.Train.Count)], (int)test.Count);
        var train = models.Select((m, i) => some.Length == 0 ? (double?)null : Answers.Of(m.Model.Network, data.Train, m.Model.Preprocessing, some, places[i]).Accuracy).ToArray();
        var noisy = Degraded([.. noises.Select(n => n.Name)], (name, severity) => CorruptedImages.Of(test, noises.Single(n => n.Name == name), severity, root));
        IReadOnlyList<DegradedAccuracy>[] weights = [.. models.Select(_ => (IReadOnlyList<DegradedAccuracy>)[])];
        IReadOnlyList<NoisePropagation>[] propagation = [.. models.Select(_ => (IReadOnlyList<NoisePropagation>)[])];
        if (Noise)
        {
            Begin("noise on weights, and through layers");
            weights = [.. models.Select((m, i) => WithWeightNoise(m.Model, places[i], test, stop))];
            using var noise = CorruptedImages.Of(test, InputNoise.All[0], PropagationSeverity, root);
            propagation = [.. models.Select(m => Propagation(m.Model, test, noise))];
        }

        var corrupted = Degraded(corruptions, (name, severity) => Published is { } files ? files.Read(name, severity, measured) : CorruptedImages.Of(test, Corruptions.First(c => c.Name == name), severity, root));
        return new EvaluationOutcome(EvaluationOutcome.CurrentSchema, DatasetIdentity.Of(data), test.Count, Published is { Names.Count: > 0 } ? Published.Folder : null, seed,
        [
            .. models.Select((m, i) => new EvaluatedModel(PlaceName.OfModel(m.Source), m.Model.Network.Blueprint.Name, m.Model.Network.Blueprint.ParameterCount,
                m.Model.Network.Blueprint.ForwardMacs, clean[i], train[i], noisy[i], weights[i], propagation[i], corrupted[i])),
        ]);

        void Begin(string what)
        {
            stop.ThrowIfCancellationRequested();
            progress?.Invoke(what, (double)done++ / steps);
        }

        // Images are made worse once for all models.
        List<DegradedAccuracy>[] Degraded(IReadOnlyList<string> names, Func<string, int, ImageSet> worse)
        {
            var accuracies = models.Select(_ => new List<DegradedAccuracy>()).ToArray();
            foreach (var (name, severity) in names.SelectMany(n => Enumerable.Range(1, CommonCorruptions.Severities).Select(s => (n, s))))
            {
                Begin($"{name}, severity {severity}");
                using var images = worse(name, severity);
                for (var i = 0; i < models.Count; i++)
                {
                    var accuracy = Answers.Of(models[i].Model.Network, images, models[i].Model.Preprocessing, places: places[i]).Accuracy;
                    accuracies[i].Add(new DegradedAccuracy(name, severity, InputNoise.All.FirstOrDefault(n => n.Name == name)?.Strengths[severity - 1], accuracy));
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

        if (data.Sizes is not null && model.Preprocessing.Fit != data.Fit)
        {
            throw new InvalidInputException($"{source}: takes images of data.fit = {Name(model.Preprocessing.Fit)}, and the others of {Name(data.Fit)}; evaluate it alone.");
        }
    }

    private static string Name(ImageFit fit) => fit.ToString().ToLowerInvariant();

    private List<DegradedAccuracy> WithWeightNoise(Model model, IReadOnlyList<int>? order, ImageSet test, CancellationToken stop) =>
    [
        .. WeightNoise.Strengths.Select((strength, i) => new DegradedAccuracy("weights", i + 1, strength, Enumerable.Range(0, WeightDraws).Average(draw =>
        {
            stop.ThrowIfCancellationRequested();
            using var noisy = WeightNoise.On(model.Network, strength, root.For("weights").At(i).At(draw));
            return Answers.Of(noisy, test, model.Preprocessing, places: order).Accuracy;
        }))),
    ];

    private static IReadOnlyList<NoisePropagation> Propagation(Model model, ImageSet clean, ImageSet noisy)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        int[] all = [.. Enumerable.Range(0, (int)clean.Count)];
        var (before, after) = (Sample(clean), Sample(noisy));
        return NoisePropagation.Of(model.Network, before, after);

        ImageSample Sample(ImageSet set) => SomeImages.Of(set, all, PropagationImages, model.Preprocessing, model.Network.Device);
    }
}
