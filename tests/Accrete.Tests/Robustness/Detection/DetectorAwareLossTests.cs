using Accrete.Robustness.Attacks;
using Accrete.Robustness.Detection;
using Accrete.Storage;
using Accrete.Tests.Cumulative;
using static TorchSharp.torch;

namespace Accrete.Tests.Robustness.Detection;

public sealed class DetectorAwareLossTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Any_wrong_answer_is_above_every_right_one_and_a_low_score_above_a_high_one()
    {
        using var scope = NewDisposeScope();
        using var family = MadeFamily.Make(6, 12);
        using var draws = new Generator(1);
        var pixels = rand([40, 1, 12, 12], generator: draws);
        var answers = family.Ask(pixels);
        var (score, right) = (new Doubt().Measure(answers), answers.Answer);
        var wrong = answers.LastLogits.argmin(1);

        var left = new DetectorAwareLoss(family, new Doubt()).Measure(pixels, Goal.Leave(right));
        var far = Goal.Leave(wrong).Margin(answers.LastLogits) > 0.01;
        var reached = new DetectorAwareLoss(family, new Doubt()).Measure(pixels, Goal.Leave(wrong)).masked_select(far);

        Assert.True(far.any().item<bool>());
        Assert.True(reached.min().item<float>() > left.max().item<float>());
        var scores = score.masked_select(far);
        // Near ten thousand float32 tells thousandths apart.
        Assert.InRange(
            scores[reached.argmax()].item<float>(),
            scores.min().item<float>(),
            scores.min().item<float>() + 0.002f
        );
    }

    [Fact]
    public void Who_knows_the_detector_finds_wrong_answers_with_lower_scores_than_who_does_not()
    {
        using var scope = NewDisposeScope();
        using var data = TinyRuns.Data();
        TinyRuns.Run(folder["run"], TinyRuns.Plan(), data);
        var models = StoredRun.ReadLineage(folder["run"]);
        using var inference = MutualInference.Learn(new Family(models), data, [.. Enumerable.Range(0, 21)], 0.1);
        models.ToList().ForEach(m => m.Dispose());
        var (family, last) = (inference.Family, inference.Family.Last);
        var (pixels, labels) = PixelBatches.At(data.Test, [.. Enumerable.Range(0, 21)]);

        var plain = AttackRunner.Run(
            GradientAttack.Pgd(new LInfinity(), 0.4, 20),
            Access.To(last),
            last,
            pixels,
            labels,
            new Seed(1)
        );
        var aware = AttackRunner.Run(
            GradientAttack.Search(new LInfinity(), 0.4, 50, 2),
            new Access(new DetectorAwareLoss(family, inference.Score), last),
            last,
            pixels,
            labels,
            new Seed(1)
        );

        Assert.True(plain.SuccessRate > 0.5, $"{plain.SuccessRate}");
        Assert.True(aware.SuccessRate >= plain.SuccessRate - 0.1, $"{aware.SuccessRate} {plain.SuccessRate}");
        Assert.True(Score(aware) < Score(plain), $"{Score(aware)} {Score(plain)}");

        float Score(AttackResult result) =>
            inference
                .Score.Measure(family.Ask(result.Pixels.index_select(0, result.Succeeded.nonzero().flatten())))
                .mean()
                .item<float>();
    }
}
