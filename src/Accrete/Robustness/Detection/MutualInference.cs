using Accrete.Datasets;
using Accrete.Inference;
using Accrete.Robustness.Attacks;
using Accrete.Training;
using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>
/// Mutual inference: asks all networks of a lineage about an image, and tells how suspicious it is. It is calibrated on
/// clean images alone: training images show what the outputs of layers are like, and other images how high scores are.
/// </summary>
public sealed class MutualInference : IInputCheck, IDisposable
{
    /// <summary>The name of its score.</summary>
    public const string ScoreName = "mutual";

    /// <summary>
    /// The parts of its score that need no learning but a calibration; the layers are the other part.
    /// </summary>
    internal static readonly IReadOnlyList<IScore> FixedParts = [new Margin(), new Doubt(), new Grain()];

    /// <summary>The names of all parts of its score.</summary>
    internal static readonly IReadOnlyList<string> PartNames =
    [
        TypicalLayers.ScoreName,
        .. FixedParts.Select(p => p.Name),
    ];

    private const int LeastMembers = 2;
    private const int MostTrainingImages = 5000;

    internal MutualInference(
        Family family,
        TypicalLayers layers,
        IReadOnlyList<Calibration> parts,
        Calibration calibration,
        double falsePositiveRate,
        PromisedRate? promise
    ) =>
        (Family, Layers, Score, Calibration, FalsePositiveRate, Promise) = (
            family,
            layers,
            new CombinedScore(ScoreName, [.. Parts(layers).Zip(parts)]),
            calibration,
            falsePositiveRate,
            promise
        );

    /// <summary>Who is asked.</summary>
    internal Family Family { get; }

    /// <summary>The score: layers, margin, doubt and grain in one.</summary>
    internal CombinedScore Score { get; }

    /// <summary>What the score is on clean images.</summary>
    internal Calibration Calibration { get; }

    /// <summary>Gets the false-positive rate: the share of clean images that are called suspicious.</summary>
    public double FalsePositiveRate { get; }

    /// <summary>
    /// What rate the threshold can promise; null for a detector that was stored before it was counted.
    /// </summary>
    internal PromisedRate? Promise { get; }

    internal TypicalLayers Layers { get; }

    /// <summary>Learns from clean images.</summary>
    /// <param name="family">The lineage; it is owned from here on, and gone where this fails.</param>
    /// <param name="data">Its images.</param>
    /// <param name="validation">Which test images the scores are calibrated on, as indices.</param>
    /// <param name="falsePositiveRate">The share of clean images that may be called suspicious, above 0 and below
    /// 1.</param>
    /// <param name="stop">Stops before the next batch.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if the lineage has one network, the share is out of range, or an answer is not a number.
    /// </exception>
    /// <exception cref="OperationCanceledException">Throws if the work was canceled.</exception>
    internal static MutualInference Learn(
        Family family,
        Dataset data,
        int[] validation,
        double falsePositiveRate,
        CancellationToken stop = default
    )
    {
        TypicalLayers? layers = null;
        try
        {
            CheckMembers(family.Members.Count);
            CheckRate(falsePositiveRate);
            int[] train = SomeImages.Spread([.. Enumerable.Range(0, (int)data.Train.Count)], MostTrainingImages);
            layers = TypicalLayers.Learn(family, data.Train, train, data.Classes.Count, stop);
            var clean = PixelBatches.Of(data.Test, validation).Select(b => b.Pixels);
            Calibration[] parts = [.. Scoring.Of(family, Parts(layers), clean, stop).Select(Calibration.Of)];
            var score = new CombinedScore(ScoreName, [.. Parts(layers).Zip(parts)]);
            var scores = Scoring.Of(family, [score], clean, stop)[0];
            var whole = Calibration.Of(scores);
            return new MutualInference(
                family,
                layers,
                parts,
                whole,
                falsePositiveRate,
                Promised(whole, scores, falsePositiveRate)
            );
        }
        catch
        {
            layers?.Dispose();
            family.Dispose();
            throw;
        }
    }

    /// <summary>Passes a number of networks that can be compared.</summary>
    /// <exception cref="InvalidInputException">Throws if there is one.</exception>
    internal static void CheckMembers(int count)
    {
        if (count < LeastMembers)
        {
            throw new InvalidInputException(
                "the lineage has one network, and nothing can be compared; train with two stages or more."
            );
        }
    }

    /// <summary>Asks about images.</summary>
    /// <param name="pixels">The pixels: float32 <c>[N, C, H, W]</c> from 0 to 1.</param>
    /// <exception cref="InvalidInputException">Throws if pixels are not numbers from 0 to 1, or an answer is not a
    /// number.</exception>
    internal Judgement Ask(Tensor pixels)
    {
        PixelLevels.Check(pixels);
        var (labels, suspicion) = (new List<long>(), new List<double>());
        EvaluationPass.Over(
            PixelBatches.Of(pixels),
            some =>
            {
                var (named, found) = Judge(Family.Ask(some));
                labels.AddRange(named);
                suspicion.AddRange(found);
            },
            CancellationToken.None
        );
        return new Judgement(labels, suspicion, Family.Macs * labels.Count);
    }

    /// <summary>The last network's classes, and how suspicious the images are.</summary>
    /// <exception cref="InvalidInputException">Throws if an answer is not a number.</exception>
    internal (long[] Labels, double[] Suspicion) Judge(FamilyAnswers answers)
    {
        double[] suspicion = Suspicion(Calibration, Score.Measure(answers));
        return suspicion.All(double.IsFinite)
            ? ([.. answers.Answer.cpu().data<long>()], suspicion)
            : throw Scoring.NoNumber();
    }

    /// <inheritdoc/>
    public IReadOnlyList<InputCheck> Check(Tensor pixels) =>
        [.. Ask(pixels).Suspicion.Select(s => new InputCheck(s, IsSuspicious(s)))];

    /// <summary>Says whether an image with the given suspicion is called suspicious.</summary>
    public bool IsSuspicious(double suspicion) => IsSuspicious(suspicion, FalsePositiveRate);

    /// <inheritdoc/>
    public void Dispose()
    {
        Family.Dispose();
        Layers.Dispose();
    }

    // Layers first: the logits come with them.
    internal static IReadOnlyList<IScore> Parts(TypicalLayers layers) => [layers, .. FixedParts];

    private static double[] Suspicion(Calibration calibration, Tensor scores) =>
        [.. calibration.Surprise(scores).cpu().data<float>().Select(s => 1 - Math.Exp(-s))];

    private static bool IsSuspicious(double suspicion, double rate) => suspicion > 1 - rate;

    // Counts as images are judged later, rounding included.
    private static PromisedRate Promised(Calibration calibration, float[] scores, double rate)
    {
        using var scope = NewDisposeScope();
        return new PromisedRate(
            scores.Length,
            Suspicion(calibration, tensor(scores)).Count(s => IsSuspicious(s, rate))
        );
    }

    private static void CheckRate(double falsePositiveRate)
    {
        if (falsePositiveRate is not (> 0 and < 1))
        {
            throw new InvalidInputException(
                $"false positives: is {AskedNumber.Text(falsePositiveRate)}, but must be a share above 0 and below 1."
            );
        }
    }
}
