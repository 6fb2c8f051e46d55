using Accrete.Bench.Measuring;
using Accrete.Bench.Reports;
using Accrete.Datasets;
using Accrete.Inference;
using Accrete.Networks;
using Accrete.Robustness.Attacks;
using static TorchSharp.torch;

namespace Accrete.Bench.Measurements;

/// <summary>How much of its time an attack spends on the passes that it needs.</summary>
internal sealed class AttackMeasurement : IMeasurement
{
    private const int Images = 1000;
    private const int Steps = 10;

    // As the attack goes through images.
    private const int Batch = 250;

    public string Name => "attack";

    public string Description => "PGD with 10 steps on 1,000 images beside the bare passes that it needs.";

    public IReadOnlyList<Section> Measure(Workbench bench)
    {
        using var scope = NewDisposeScope();
        using var network = new Network(bench.Network, new Seed(1));
        using var victim = new ModelVictim(
            new Model(
                network,
                [.. Enumerable.Range(0, network.Blueprint.Classes).Select(i => $"{i}")],
                Preprocessing.Of(bench.Images)
            )
        );
        var (pixels, labels) = (
            bench.Images.Images.narrow(0, 0, Images).to_type(ScalarType.Float32) / 255,
            bench.Images.Labels.narrow(0, 0, Images)
        );
        var attack = GradientAttack.Pgd(new LInfinity(), 8.0 / 255, Steps);
        var seconds = Turns.Measure(
            bench.Rounds,
            Turns.Timed(() => Bare(victim, pixels, labels)),
            Turns.Timed(() =>
            {
                using var inner = NewDisposeScope();
                AttackRunner.Run(attack, Access.To(victim), victim, pixels, labels, new Seed(1));
            })
        );
        return
        [
            new Section(
                Name,
                "PGD with 10 steps on 1,000 images of 32 x 32, the default network, float32",
                [
                    new Figure("bare passes", Spread.Of(seconds[0].Select(s => Images / s)), "images/s"),
                    new Figure("attack", Spread.Of(seconds[1].Select(s => Images / s)), "images/s"),
                    new Figure("attack : bare passes", Turns.Ratio(seconds[1], seconds[0]), "x", ">= 0.9"),
                ],
                [
                    $"Bare: {Steps} forward passes with the gradient for the pixels, and two forward passes "
                        + $"more, which say what succeeded; batches of {Batch}.",
                ]
            ),
        ];
    }

    private static void Bare(ModelVictim victim, Tensor pixels, Tensor labels)
    {
        for (var from = 0; from < Images; from += Batch)
        {
            var (some, right) = (pixels.narrow(0, from, Batch), labels.narrow(0, from, Batch));
            for (var step = 0; step < Steps; step++)
            {
                using var scope = NewDisposeScope();
                var variable = some.detach().requires_grad_(true);
                autograd.grad(
                    [nn.functional.cross_entropy(victim.Logits(variable), right, reduction: nn.Reduction.Sum)],
                    [variable]
                );
            }

            using var nothing = no_grad();
            victim.Logits(some).Dispose();
            victim.Logits(some).Dispose();
        }
    }
}
