using Accrete.Blueprints;
using Accrete.Datasets;
using Accrete.Inference;
using Accrete.Networks;
using Accrete.Robustness.Detection;
using static TorchSharp.torch;

namespace Accrete.Tests.Robustness.Detection;

public sealed class MutualInferenceTests
{
    [Theory]
    [InlineData(0.05)]
    [InlineData(0.2)]
    public void Holds_its_rate_of_false_positives_on_held_out_images(double rate)
    {
        using var scope = NewDisposeScope();
        using var data = MadeFamily.Data(600, 8000);
        using var inference = MutualInference.Learn(
            MadeFamily.Make(6, 9, 12),
            data,
            [.. Enumerable.Range(0, 4000)],
            rate
        );

        var judgement = inference.Ask(PixelBatches.At(data.Test, [.. Enumerable.Range(4000, 4000)]).Pixels);

        Assert.Equal(rate, judgement.Suspicion.Count(inference.IsSuspicious) / 4000.0, 0.02);
        Assert.All(judgement.Suspicion, s => Assert.InRange(s, 0, 1));
        Assert.Equal(4000 * inference.Family.Macs, judgement.Macs);
    }

    [Fact]
    public void What_is_like_nothing_in_training_is_suspicious()
    {
        using var scope = NewDisposeScope();
        using var data = MadeFamily.Data(600, 1000);
        using var inference = MutualInference.Learn(MadeFamily.Make(6, 12), data, [.. Enumerable.Range(0, 1000)], 0.05);
        var strange = zeros(10, 1, 12, 12);
        strange[TensorIndex.Ellipsis, TensorIndex.Slice(step: 2)] = 1;
        Assert.All(inference.Check(strange), c => Assert.True(c.IsSuspicious, $"{c.Suspicion}"));
    }

    [Fact]
    public void Early_agreement_gives_what_sure_networks_agree_on_and_asks_the_rest()
    {
        using var scope = NewDisposeScope();
        using var data = MadeFamily.Data(300, 200);
        using var inference = MutualInference.Learn(
            MadeFamily.Make(6, 9, 12),
            data,
            [.. Enumerable.Range(0, 100)],
            0.05
        );
        var (pixels, _) = PixelBatches.At(data.Test, [.. Enumerable.Range(100, 100)]);
        var whole = inference.Ask(pixels);

        // Nobody is ever sure of more than everything: all are asked, and nothing is different.
        var never = new EarlyAgreement(inference, confidence: 1).Ask(pixels);
        Assert.Equal(whole.Labels, never.Labels);
        Assert.Equal(whole.Macs, never.Macs);
        Assert.True(whole.Suspicion.Zip(never.Suspicion).All(p => Math.Abs(p.First - p.Second) < 1e-4));

        // All are sure of anything: two answers that are the same suffice.
        var always = new EarlyAgreement(inference, confidence: 0).Ask(pixels);
        long[][] labels = [.. inference.Family.Members.Select(m => m.Logits(pixels).argmax(1).data<long>().ToArray())];
        Assert.Equal(
            Enumerable.Range(0, 100).Select(i => labels[0][i] == labels[1][i] ? labels[1][i] : labels[2][i]),
            always.Labels
        );
        long[] macs = [.. inference.Family.Members.Select(m => m.Blueprint.ForwardMacs)];
        Assert.Equal(
            Enumerable.Range(0, 100).Sum(i => macs[0] + macs[1] + (labels[0][i] == labels[1][i] ? 0 : macs[2])),
            always.Macs
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_share_that_makes_no_sense_is_refused(double rate)
    {
        using var data = MadeFamily.Data(30, 30);
        using var family = MadeFamily.Make(6, 12);
        Assert.StartsWith(
            "false positives: is ",
            Assert.Throws<InvalidInputException>(() => MutualInference.Learn(family, data, [0, 1, 2], rate)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void One_network_alone_and_pixels_that_are_no_numbers_are_refused()
    {
        using var scope = NewDisposeScope();
        using var data = MadeFamily.Data(90, 90);
        using var alone = MadeFamily.Make(12);
        Assert.StartsWith(
            "the lineage has one network",
            Assert.Throws<InvalidInputException>(() => MutualInference.Learn(alone, data, [0, 1, 2], 0.05)).Message,
            StringComparison.Ordinal
        );
        using var inference = MutualInference.Learn(MadeFamily.Make(6, 12), data, [.. Enumerable.Range(0, 90)], 0.05);
        foreach (var value in new[] { float.NaN, -0.1f, 1.1f })
        {
            Assert.StartsWith(
                "pixels: numbers from 0 to 1 are needed",
                Assert.Throws<InvalidInputException>(() => inference.Ask(full([2, 1, 12, 12], value))).Message,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void Of_a_damaged_network_nothing_is_learned_and_nothing_stays()
    {
        using var scope = NewDisposeScope();
        using var data = MadeFamily.Data(60, 90);
        var models = MadeFamily.Models(6, 12);
        using (no_grad())
        {
            models[^1].Network.State.Values.Last(v => v.is_floating_point()).fill_(float.NaN);
        }

        Learn();
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Learn();
        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        models.ToList().ForEach(m => m.Dispose());

        void Learn() =>
            Assert.StartsWith(
                "a network's answer to an image is not a number",
                Assert
                    .Throws<InvalidInputException>(() =>
                        MutualInference.Learn(new Family(models), data, [.. Enumerable.Range(0, 90)], 0.05)
                    )
                    .Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void Learning_holds_no_batch_and_can_be_stopped()
    {
        using var scope = NewDisposeScope();
        using var data = MadeFamily.Data(600, 600);
        Assert.Throws<OperationCanceledException>(() =>
            MutualInference.Learn(
                MadeFamily.Make(6, 12),
                data,
                [.. Enumerable.Range(0, 600)],
                0.05,
                new CancellationToken(canceled: true)
            )
        );
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        MutualInference.Learn(MadeFamily.Make(6, 12), data, [.. Enumerable.Range(0, 600)], 0.05).Dispose();
        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Networks_without_any_activation_have_their_logits_watched()
    {
        using var scope = NewDisposeScope();
        using var data = MadeFamily.Data(60, 90);
        var builder = new BlueprintBuilder("linear", new ImageShape(1, 12, 12));
        builder.Linear(builder.Flatten(Blueprint.Image), MadeFamily.Classes.Count);
        var blueprint = builder.Build();
        Model[] models =
        [
            .. Enumerable
                .Range(0, 2)
                .Select(i => new Model(
                    new Network(blueprint, new Seed((ulong)i)),
                    MadeFamily.Classes,
                    new Preprocessing(blueprint.Input, [0.5f], [0.25f])
                )),
        ];
        using var inference = MutualInference.Learn(new Family(models), data, [.. Enumerable.Range(0, 90)], 0.05);
        models.ToList().ForEach(m => m.Dispose());

        Assert.All(inference.Ask(PixelBatches.At(data.Test, [0, 1, 2]).Pixels).Suspicion, s => Assert.InRange(s, 0, 1));
    }
}
