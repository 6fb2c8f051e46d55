using Accrete.Inference;
using Accrete.Robustness;

namespace Accrete.Tests.Robustness;

public sealed class QualityTests
{
    private static readonly Answers ByHand = new(
        [0.7f, 0.2f, 0.1f, 0.5f, 0.4f, 0.1f, 0.1f, 0.1f, 0.8f, 0.3f, 0.3f, 0.4f],
        [0, 1, 2, 2]
    );

    [Fact]
    public void A_case_by_hand()
    {
        var quality = Quality.Of(ByHand);

        Assert.Equal((4, 0.75, 1.0), (quality.Images, quality.Accuracy, quality.Top5));
        Assert.Equal(-(Math.Log(0.7) + Math.Log(0.4) + Math.Log(0.8) + Math.Log(0.4)) / 4, quality.Loss, 1e-6);
        // Each answer is alone in its bin: 0.7, 0.8 and 0.4 were right, 0.5 was not.
        Assert.Equal((0.3 + 0.5 + 0.2 + 0.6) / 4, quality.CalibrationError, 1e-6);
        Assert.Equal([1.0, 0.0, 1.0], quality.ClassAccuracy);
        Assert.Equal(2.0 / 3, quality.BalancedAccuracy, 12);
        Assert.Equal(
            [
                [1, 0, 0],
                [1, 0, 0],
                [0, 0, 2],
            ],
            quality.Confusion
        );
    }

    [Fact]
    public void A_class_without_images_has_no_accuracy_and_five_of_seven_are_not_all()
    {
        var quality = Quality.Of(new Answers([0.3f, 0.2f, 0.15f, 0.12f, 0.1f, 0.08f, 0.05f], [5]));
        Assert.Equal((0.0, 0.0), (quality.Accuracy, quality.Top5));
        Assert.Equal([null, null, null, null, null, 0.0, null], quality.ClassAccuracy);
        Assert.Equal(0, quality.BalancedAccuracy);
    }

    [Fact]
    public void Confidence_that_is_kept_is_no_error()
    {
        // Of five answers with a confidence of 0.8 four are right.
        var answers = new Answers([.. Enumerable.Repeat(new[] { 0.8f, 0.2f }, 5).SelectMany(a => a)], [0, 0, 0, 0, 1]);
        Assert.Equal(0, Quality.Of(answers).CalibrationError, 1e-6);
    }
}
