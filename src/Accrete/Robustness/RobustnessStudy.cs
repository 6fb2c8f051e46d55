using System.Text.Json.Serialization.Metadata;
using Accrete.Cumulative;
using Accrete.Datasets;
using Accrete.Files;
using Accrete.Inference;
using Accrete.Pruning;
using Accrete.Robustness.Corruptions;
using Accrete.Robustness.Noise;
using Accrete.Training;

namespace Accrete.Robustness;

/// <summary>Asks models about the same images, clean and worse.</summary>
/// <param name="models">The models with the runs or files that they came from; all for images of one shape.</param>
/// <param name="data">The images.</param>
/// <param name="seed">The seed of all random choices.</param>
internal sealed class RobustnessStudy(IReadOnlyList<(string Source, Model Model)> models, Dataset data, int seed)
{
    private const int WeightDraws = 3;
    private const int PropagationImages = 500;
    private const int PropagationSeverity = 3;

    private readonly IReadOnlyList<int>?[] places = [.. models.Select(m => m.Model.PlacesOf(data.Classes, m.Source))];
    private readonly Seed root = new((ulong)seed);

    // Taken once: it is a sum over all weights and images.
    private IReadOnlyDictionary<string, string>? identity;

    /// <summary>Whether noise on pixels and weights is measured.</summary>
    public bool Noise { get; init; } = true;

    /// <summary>The corruptions that are measured.</summary>
    public IReadOnlyList<ICorruption> Corruptions { get; init; } = CommonCorruptions.All;

    /// <summary>Published files that are read instead of corrupting images here; null for none.</summary>
    public PublishedCorruptions? Published { get; init; }

    /// <summary>On how many test images, spread over all of them, models are measured; null for all.</summary>
    public int? Images { get; init; }

    /// <summary>
    /// What the run of each model learned from; null where that is not known, or nothing for no model.
    /// </summary>
    public IReadOnlyList<LearnedImages?> Learned { get; init; } = [];

    /// <summary>
    /// What decides the numbers of the study, as texts by name: what is kept of another one is of no use to it.
    /// </summary>
    /// <exception cref="InvalidInputException">Throws if a published file cannot be read.</exception>
    public IReadOnlyDictionary<string, string> Identity() => identity ??= Identified();

    private IReadOnlyDictionary<string, string> Identified()
    {
        var texts = new StudyIdentity(seed);
        texts.Add("models", models.Select(m => m.Model));
        texts.Add("images", data);
        texts.Add("--images", Images);
        texts.Add("--no-noise", Noise ? "no" : "yes");
        texts.Add("--corruptions", Published?.Names ?? [.. Corruptions.Select(c => c.Name)]);
        texts.Add("--corrupted", Published?.Sums() ?? []);
        return texts.Texts;
    }

    /// <summary>Measures all models.</summary>
    /// <param name="progress">Hears what is measured next, and what part of the whole is done.</param>
    /// <param name="record">Where what each part found is kept, so that a study that was stopped goes on; nowhere when
    /// not given.</param>
    /// <param name="stop">Stops before the next batch; the parts before it are kept in the record.</param>
    /// <exception cref="InvalidInputException">Throws if a model is for other images or classes, or its answers are not
    /// numbers.</exception>
    /// <exception cref="OperationCanceledException">Throws if the work was canceled.</exception>
    public EvaluationOutcome Run(
        Action<string, double>? progress = null,
        IStudyRecord? record = null,
        CancellationToken stop = default
    )
    {
        foreach (var (source, model) in models)
        {
            Check(source, model);
        }

        int[] measured = SomeImages.Spread(
            [.. Enumerable.Range(0, (int)data.Test.Count)],
            Images ?? (int)data.Test.Count
        );
        using var test = data.Test.Take(measured);
        IReadOnlyList<ICorruption> noises = Noise ? InputNoise.All : [];
        var corruptions = Published?.Names ?? [.. Corruptions.Select(c => c.Name)];
        var steps =
            2
            + (noises.Count * CommonCorruptions.Severities)
            + (Noise ? 2 : 0)
            + (corruptions.Count * CommonCorruptions.Severities);
        var done = 0;
        var parts = record ?? new Unrecorded();
        var clean = Part(
            "clean images",
            EvaluationJson.Default.IReadOnlyListQuality,
            () => Each(i => Quality.Of(Asked(i, test))),
            q => q.IsOf(data.Classes.Count)
        );
        var some = SomeImages.Spread([.. Enumerable.Range(0, (int)data.Train.Count)], (int)test.Count);
        var train = Part(
            "training images",
            EvaluationJson.Default.IReadOnlyListNullableDouble,
            () => Each(i => some.Length == 0 ? (double?)null : Asked(i, data.Train, some).Accuracy)
        );
        var noisy = Degraded(
            "noise",
            [.. noises.Select(n => n.Name)],
            (name, severity) => CorruptedImages.Of(test, noises.Single(n => n.Name == name), severity, root)
        );
        IReadOnlyList<IReadOnlyList<DegradedAccuracy>> weights =
        [
            .. models.Select(_ => (IReadOnlyList<DegradedAccuracy>)[]),
        ];
        IReadOnlyList<IReadOnlyList<NoisePropagation>> propagation =
        [
            .. models.Select(_ => (IReadOnlyList<NoisePropagation>)[]),
        ];
        if (Noise)
        {
            weights = Part(
                "noise on weights",
                EvaluationJson.Default.IReadOnlyListIReadOnlyListDegradedAccuracy,
                () => Each(i => WithWeightNoise(models[i].Model, places[i], test, stop)),
                w => w.Count == WeightNoise.Strengths.Count
            );
            propagation = Part(
                "noise through layers",
                EvaluationJson.Default.IReadOnlyListIReadOnlyListNoisePropagation,
                () => Propagations(test, stop)
            );
        }

        var corrupted = Degraded(
            "corruption",
            corruptions,
            (name, severity) =>
                Published is { } files
                    ? files.Read(name, severity, measured)
                    : CorruptedImages.Of(test, Corruptions.First(c => c.Name == name), severity, root)
        );
        return new EvaluationOutcome(
            EvaluationOutcome.CurrentSchema,
            DatasetIdentity.Of(data),
            test.Count,
            Published is { Names.Count: > 0 } ? Published.Folder : null,
            seed,
            [
                .. models.Select(
                    (m, i) =>
                        new EvaluatedModel(
                            PlaceName.OfModel(m.Source),
                            m.Model.Network.Blueprint.Name,
                            m.Model.Network.Blueprint.ParameterCount,
                            m.Model.Network.Blueprint.ForwardMacs,
                            clean[i],
                            train[i],
                            noisy[i],
                            weights[i],
                            propagation[i],
                            corrupted[i]
                        )
                        {
                            LearnedImages = Learned.ElementAtOrDefault(i)?.CountIn(data, measured),
                        }
                ),
            ]
        )
        {
            Study = Identity(),
        };

        Answers Asked(int model, ImageSet images, int[]? subset = null) =>
            Answers.Of(
                models[model].Model.Network,
                images,
                models[model].Model.Preprocessing,
                subset,
                places[model],
                stop
            );

        T[] Each<T>(Func<int, T> measure) => [.. Enumerable.Range(0, models.Count).Select(measure)];

        // Something of each model. It depends on no part before it: each draws from a seed of its own.
        IReadOnlyList<T> Part<T>(
            string what,
            JsonTypeInfo<IReadOnlyList<T>> type,
            Func<IReadOnlyList<T>> measure,
            Func<T, bool>? fits = null
        )
        {
            stop.ThrowIfCancellationRequested();
            progress?.Invoke(what, (double)done++ / steps);
            return parts
                .Part(
                    what,
                    type,
                    () => (measure(), null),
                    (kept, _) => kept.Count == models.Count && kept.All(fits ?? (_ => true))
                )
                .Numbers;
        }

        // Images are made worse once for all models.
        IReadOnlyList<DegradedAccuracy>[] Degraded(
            string kind,
            IReadOnlyList<string> names,
            Func<string, int, ImageSet> worse
        )
        {
            var degraded = new List<IReadOnlyList<DegradedAccuracy>>();
            foreach (
                var (name, severity) in names.SelectMany(n =>
                    Enumerable.Range(1, CommonCorruptions.Severities).Select(s => (n, s))
                )
            )
            {
                degraded.Add(
                    Part(
                        $"{kind} {name}, severity {severity}",
                        EvaluationJson.Default.IReadOnlyListDegradedAccuracy,
                        () =>
                        {
                            using var images = worse(name, severity);
                            return Each(i => new DegradedAccuracy(
                                name,
                                severity,
                                InputNoise.All.FirstOrDefault(n => n.Name == name)?.Strengths[severity - 1],
                                Asked(i, images).Accuracy
                            ));
                        },
                        found => (found.Name, found.Severity) == (name, severity)
                    )
                );
            }

            return Each(i => degraded.Select(d => d[i]).ToArray());
        }
    }

    private void Check(string source, Model model)
    {
        if (model.Preprocessing.Shape != data.Shape)
        {
            throw new InvalidInputException(
                $"{source}: takes images of {model.Preprocessing.Shape}, and the others take {data.Shape}; "
                    + "evaluate it alone."
            );
        }

        if (data.Sizes is not null && model.Preprocessing.Fit != data.Fit)
        {
            throw new InvalidInputException(
                $"{source}: takes images of data.fit = {Name(model.Preprocessing.Fit)}, and the others of "
                    + $"{Name(data.Fit)}; evaluate it alone."
            );
        }
    }

    private static string Name(ImageFit fit) => fit.ToString().ToLowerInvariant();

    private IReadOnlyList<DegradedAccuracy> WithWeightNoise(
        Model model,
        IReadOnlyList<int>? order,
        ImageSet test,
        CancellationToken stop
    ) =>
        [
            .. WeightNoise.Strengths.Select(
                (strength, i) =>
                    new DegradedAccuracy(
                        "weights",
                        i + 1,
                        strength,
                        Enumerable
                            .Range(0, WeightDraws)
                            .Average(draw =>
                            {
                                stop.ThrowIfCancellationRequested();
                                using var noisy = WeightNoise.On(
                                    model.Network,
                                    strength,
                                    root.For("weights").At(i).At(draw)
                                );
                                return Answers.Of(noisy, test, model.Preprocessing, places: order, stop: stop).Accuracy;
                            })
                    )
            ),
        ];

    private IReadOnlyList<NoisePropagation>[] Propagations(ImageSet clean, CancellationToken stop)
    {
        using var noisy = CorruptedImages.Of(clean, InputNoise.All[0], PropagationSeverity, root);
        return [.. models.Select(m => Propagation(m.Model, clean, noisy, stop))];
    }

    private static IReadOnlyList<NoisePropagation> Propagation(
        Model model,
        ImageSet clean,
        ImageSet noisy,
        CancellationToken stop
    )
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        int[] all = [.. Enumerable.Range(0, (int)clean.Count)];
        var (before, after) = (Sample(clean), Sample(noisy));
        return NoisePropagation.Of(model.Network, before, after, stop);

        ImageSample Sample(ImageSet set) =>
            SomeImages.Of(set, all, PropagationImages, model.Preprocessing, model.Network.Device);
    }
}
