using Accrete.Cumulative;
using Accrete.Datasets;
using Accrete.Files;
using Accrete.Inference;
using Accrete.Robustness.Attacks;
using Accrete.Robustness.Noise;
using Accrete.Training;
using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>
/// Attacks the last network of a lineage and measures which scores notice. Half of the test images set the thresholds,
/// and the others are clean images and those that are attacked, so that nothing is judged by what it was set on.
/// </summary>
/// <param name="source">The run.</param>
/// <param name="lineage">Its networks, first to last.</param>
/// <param name="data">Its images.</param>
/// <param name="settings">The attacks.</param>
/// <param name="seed">The seed of all random choices.</param>
internal sealed class DetectionStudy(
    string source,
    IReadOnlyList<Model> lineage,
    Dataset data,
    AttackSettings settings,
    int seed
)
{
    private const int NoiseSeverity = 2;

    // On the last network, on the family and on the detector.
    private const long AttacksOnEach = 3;

    private readonly Seed root = new((ulong)seed);

    // Taken once: it is a sum over all weights and images.
    private IReadOnlyDictionary<string, string>? identity;

    private double Rate => FalsePositiveRate ?? Panel.CustomaryRate;

    /// <summary>How many images are attacked.</summary>
    public int Images { get; init; } = 500;

    /// <summary>
    /// The share of clean images that may be called suspicious, which the images must be enough to promise. Null for
    /// the customary one: the outcome says what they can promise of it.
    /// </summary>
    public double? FalsePositiveRate { get; init; }

    /// <summary>
    /// Networks trained independently of the lineage, which together with its last one are a baseline.
    /// </summary>
    public IReadOnlyList<(string Source, Model Model)> Ensemble { get; init; } = [];

    /// <summary>
    /// A network trained independently of the lineage, and not of the ensemble, which would know the attacks
    /// beforehand: attacks on it are tried on the lineage. Null for none.
    /// </summary>
    public (string Source, Model Model)? Surrogate { get; init; }

    /// <summary>
    /// The most bytes that the images which its parts keep can take: those that fooled a network, of each attack.
    /// </summary>
    public long MostKept =>
        ((AttacksOnEach * settings.Chosen.Count) + 1)
        * Math.Min(Images, data.Test.Count)
        * data.Shape.Elements
        * sizeof(float);

    /// <summary>Images of another data set, of the same shape; null for none.</summary>
    public Dataset? Other { get; init; }

    /// <summary>
    /// What decides the numbers of the study, as texts by name: what is kept of another one is of no use to it.
    /// </summary>
    public IReadOnlyDictionary<string, string> Identity() => identity ??= Identified();

    private IReadOnlyDictionary<string, string> Identified()
    {
        var texts = new StudyIdentity(seed);
        texts.Add("networks", lineage);
        texts.Add("images", data);
        texts.Add("--ensemble", Ensemble.Select(e => e.Model));
        texts.Add("--surrogate", Surrogate is { } single ? [single.Model] : []);
        texts.Add("--other", Other);
        texts.Add("--images", Images);
        texts.Add("--false-positives", Rate);
        settings.AddTo(texts);
        return texts.Texts;
    }

    /// <summary>Runs the study.</summary>
    /// <param name="progress">Hears what is measured next, and what part of the whole is done.</param>
    /// <param name="record">Where what each attack found is kept, so that a study that was stopped goes on; nowhere
    /// when not given.</param>
    /// <param name="stop">Stops before the next question; the attacks before it are kept in the record.</param>
    /// <returns>What was found, and the detector, which the caller owns.</returns>
    /// <exception cref="InvalidInputException">
    /// Throws if the lineage has one network, something does not fit, there are too few images, or an answer is not a
    /// number.
    /// </exception>
    /// <exception cref="OperationCanceledException">Throws if the work was canceled.</exception>
    public (DetectionOutcome Outcome, MutualInference Inference) Run(
        Action<string, double>? progress = null,
        IStudyRecord? record = null,
        CancellationToken stop = default
    )
    {
        progress?.Invoke("clean images", 0);
        var (inference, validation, held) = Learned(stop);
        try
        {
            using var ensemble =
                Ensemble.Count == 0 ? null : new Family([.. Ensemble.Select(e => e.Model), lineage[^1]]);
            using var surrogate = Surrogate is { } other ? new ModelVictim(other.Model) : null;
            return (
                Run(
                    inference,
                    Panels(inference, ensemble, validation, held, stop),
                    validation,
                    held,
                    surrogate,
                    record ?? new Unrecorded(),
                    progress,
                    stop
                ),
                inference
            );
        }
        catch
        {
            inference.Dispose();
            throw;
        }
    }

    /// <summary>Learns the detector, as the study does before anything is attacked.</summary>
    /// <inheritdoc cref="Run(Action{string, double}, IStudyRecord, CancellationToken)" path="/exception"/>
    /// <returns>The detector, which the caller owns.</returns>
    public MutualInference Learn(CancellationToken stop = default) => Learned(stop).Inference;

    private (MutualInference Inference, int[] Validation, int[] Held) Learned(CancellationToken stop)
    {
        MutualInference.CheckMembers(lineage.Count);
        foreach (
            var (name, model) in lineage
                .Select(m => (source, m))
                .Concat(Ensemble)
                .Concat(Surrogate is { } single ? [single] : [])
        )
        {
            Check(name, model);
        }

        if (data.Train.Count == 0)
        {
            throw new InvalidInputException(
                $"{data.Name}: has no training images, from which is learned what is usual; divide its test "
                    + "images first."
            );
        }

        var (validation, held) = Halves();
        if (FalsePositiveRate is { } asked)
        {
            PromisedRate.Require(asked, validation.Length);
        }

        return (MutualInference.Learn(new Family(lineage), data, validation, Rate, stop), validation, held);
    }

    private void Check(string name, Model model)
    {
        if (model.PlacesOf(data.Classes, name) is not null)
        {
            throw new InvalidInputException(
                $"{name}: has the classes of {source} in another order; give one that was trained on the same images."
            );
        }

        if (model.Preprocessing.Shape.Channels != data.Shape.Channels)
        {
            throw new InvalidInputException(
                $"{name}: has a network for {model.Preprocessing.Shape}, but is asked about images of "
                    + $"{data.Shape}; give one for such images."
            );
        }
    }

    private DetectionOutcome Run(
        MutualInference inference,
        IReadOnlyList<Panel> panels,
        int[] validation,
        int[] held,
        ModelVictim? surrogate,
        IStudyRecord record,
        Action<string, double>? progress,
        CancellationToken stop
    )
    {
        using var scope = NewDisposeScope();
        var attacked = SomeImages.Spread(held, Images);
        var (pixels, labels) = PixelBatches.At(data.Test, attacked);
        var plan = Planned(inference, surrogate);
        var (attacks, successful) = (new List<DetectedAttack>(), new List<Tensor>());
        foreach (var planned in plan)
        {
            progress?.Invoke(planned.Name, (double)attacks.Count / plan.Count);
            var (found, images) = record.Part(
                planned.Name,
                DetectionJson.Default.DetectedAttack,
                () => Attacked(planned, inference, panels, pixels, labels, stop),
                (kept, some) => planned.CanHaveFound(kept, some, pixels.shape)
            );
            attacks.Add(found);
            successful.Add(images!);
        }

        return new DetectionOutcome(
            DetectionOutcome.CurrentSchema,
            PlaceName.OfModel(source),
            DatasetIdentity.Of(data),
            seed,
            validation.Length,
            held.Length,
            Rate,
            Ensemble.Count == 0 ? 0 : Ensemble.Count + 1,
            panels.SelectMany(p => p.FalsePositives(Rate)).ToDictionary(),
            Members(inference.Family, held, stop),
            attacks,
            Odd(panels, held, stop),
            Costs(inference, held, successful, stop)
        )
        {
            Promise = inference.Promise,
            Study = Identity(),
        };
    }

    // Nothing of it depends on the attacks before it: each draws from a seed of its own.
    private (DetectedAttack Numbers, Tensor? Successful) Attacked(
        PlannedAttack planned,
        MutualInference inference,
        IReadOnlyList<Panel> panels,
        Tensor pixels,
        Tensor labels,
        CancellationToken stop
    )
    {
        using var scope = NewDisposeScope();
        var (attack, adaptive, access) = planned;
        var result = AttackRunner.Run(
            attack,
            access,
            inference.Family.Last,
            pixels,
            labels,
            root.For("attacks").For(adaptive),
            stop
        );
        var which = result.Succeeded.nonzero().flatten();
        var successful = result.Pixels.index_select(0, which);
        var numbers = new DetectedAttack(
            attack.Name,
            attack.Norm.Name,
            attack.Epsilon,
            attack.Steps,
            adaptive,
            (int)result.Attacked.sum().item<long>(),
            result.SuccessRate,
            which.shape[0] == 0
                ? null
                : result.Size.index_select(0, which).quantile(tensor(0.5f, device: result.Size.device)).item<float>(),
            Noticed(panels, successful, stop)
        );
        return (numbers, successful.MoveToOuterDisposeScope());
    }

    private (int[] Validation, int[] Held) Halves()
    {
        var validation = NestedSubset.TakePresent(data.Test, 0.5, root.For("validation"));
        int[] held = [.. Enumerable.Range(0, (int)data.Test.Count).Except(validation)];
        return held.Length > 0
            ? (validation, held)
            : throw new InvalidInputException(
                $"{data.Name}: has {data.Test.Count} test images, too few to set a threshold on some and "
                    + "measure on others."
            );
    }

    private static IReadOnlyList<IScore> LineageScores(MutualInference inference) =>
        [
            inference.Score,
            .. inference.Score.Parts.Select(p => p.Score),
            new LabelDisagreement(),
            new Divergence(),
            new ConfidenceSpread(),
            new MaxSoftmax(),
            new FeatureSqueezing(),
        ];

    private List<Panel> Panels(
        MutualInference inference,
        Family? ensemble,
        int[] validation,
        int[] held,
        CancellationToken stop
    )
    {
        var panels = new List<Panel> { Of(inference.Family, LineageScores(inference)) };
        if (ensemble is not null)
        {
            panels.Add(Of(ensemble, [new Divergence("ensemble")]));
        }

        return panels;

        Panel Of(Family family, IReadOnlyList<IScore> scores) =>
            Panel.Calibrated(family, scores, Clean(validation), Clean(held), stop);
    }

    private IEnumerable<Tensor> Clean(int[] subset) => PixelBatches.Of(data.Test, subset).Select(b => b.Pixels);

    private List<PlannedAttack> Planned(MutualInference inference, ModelVictim? surrogate)
    {
        var (family, last) = (inference.Family, inference.Family.Last);
        var chosen = settings.Chosen.Select(name => settings.Find(name, data.Shape)).ToArray();
        List<PlannedAttack> plan = [.. chosen.Select(attack => new PlannedAttack(attack, "last", Access.To(last)))];
        if (surrogate is not null)
        {
            plan.Add(new(settings.Find("pgd", data.Shape), "transfer", Access.To(surrogate)));
        }

        var sum = new Access(new CrossEntropyLoss([.. family.Members]), new MeanVictim([.. family.Members]));
        plan.AddRange(chosen.Select(attack => new PlannedAttack(attack, "family", sum)));
        var aware = new Access(new DetectorAwareLoss(family, inference.Score), last);
        plan.AddRange(
            settings
                .Chosen.Select(name => settings.FindAware(name, data.Shape))
                .OfType<IAttack>()
                .Select(attack => new PlannedAttack(attack, "detector", aware))
        );
        return plan;
    }

    private IReadOnlyList<DetectorResult> Noticed(IReadOnlyList<Panel> panels, Tensor pixels, CancellationToken stop) =>
        pixels.shape[0] == 0 ? [] : [.. panels.SelectMany(p => p.Notice(pixels, Rate, stop))];

    private MemberOutcome[] Members(Family family, int[] held, CancellationToken stop) =>
        [
            .. family.Members.Select(
                (member, i) =>
                    new MemberOutcome(
                        i + 1,
                        $"{member.Blueprint.Input}",
                        member.Blueprint.ForwardMacs,
                        Accuracy(member, held, stop)
                    )
            ),
        ];

    private double Accuracy(ModelVictim victim, int[] subset, CancellationToken stop)
    {
        var right = 0L;
        EvaluationPass.Over(
            PixelBatches.Of(data.Test, subset),
            batch => right += victim.Logits(batch.Pixels).argmax(1).eq(batch.Labels).sum().item<long>(),
            stop
        );
        return (double)right / subset.Length;
    }

    // Clean images with noise as large as the attacks', and another data set.
    private List<OddImages> Odd(IReadOnlyList<Panel> panels, int[] held, CancellationToken stop)
    {
        using var scope = NewDisposeScope();
        var odd = new List<OddImages>();
        var (pixels, _) = PixelBatches.At(data.Test, SomeImages.Spread(held, Images));
        foreach (var noise in InputNoise.All)
        {
            using var draws = new Generator(root.For("noise").For(noise.Name).Value);
            var strength =
                noise.Name == InputNoise.SaltAndPepperName ? noise.Strengths[NoiseSeverity - 1] : settings.Epsilon;
            Add(
                FormattableString.Invariant($"{noise.Name} noise, {strength:0.###}"),
                (noise.Noisy(pixels, strength, draws).clamp(0, 1) * 255).round() / 255
            );
        }

        if (Other is not null)
        {
            Add(
                Other.Name,
                PixelBatches
                    .At(Other.Test, SomeImages.Spread([.. Enumerable.Range(0, (int)Other.Test.Count)], Images))
                    .Pixels
            );
        }

        return odd;

        void Add(string name, Tensor images) =>
            odd.Add(new OddImages(name, (int)images.shape[0], Noticed(panels, images, stop)));
    }

    private AskingCost[] Costs(
        MutualInference inference,
        int[] held,
        IReadOnlyList<Tensor> successful,
        CancellationToken stop
    )
    {
        var (family, early, cost) = (
            inference.Family,
            new EarlyAgreement(inference),
            new CostMeasurement(inference, data.Test, held, successful, stop)
        );
        return [cost.Of("last", Last), cost.Of("family", inference.Ask), cost.Of("early", early.Ask)];

        Judgement Last(Tensor pixels)
        {
            using var nothing = no_grad();
            using var scope = NewDisposeScope();
            return new Judgement(
                family.Last.Logits(pixels).argmax(1).data<long>().ToArray(),
                new double[pixels.shape[0]],
                family.Last.Blueprint.ForwardMacs * pixels.shape[0]
            );
        }
    }
}
