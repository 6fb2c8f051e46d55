using System.Globalization;
using System.Text.Json;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Files;
using Accrete.Files.Tensors;
using Accrete.Inference;
using Accrete.Robustness.Attacks;
using Accrete.Tests.Cumulative;
using Accrete.Tests.Peers;
using static TorchSharp.torch;

namespace Accrete.Tests.Robustness.Attacks;

/// <summary>PyTorch finds the same gradients for a model file of ours, and its attacks succeed as often.</summary>
public sealed class TorchAttacksTests : IDisposable
{
    // As many as it takes for chance, in starts and squares, to stay well below two points.
    private const int Images = 1500;

    // Smallest changes are dear to find, and hardly a matter of chance.
    private const int Few = 200;
    private const int Steps = 10;
    private const int Starts = 2;
    private const int Questions = 100;
    private const int Searches = 3;
    private const double Epsilon = 0.05;

    // Of a change's length, 20 times that of a value: PyTorch's side has it so too.
    private const double EpsilonOfL2 = 20 * Epsilon;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    [Trait("speed", "slow")]
    public void Gradients_are_the_same_and_success_agrees_within_two_points()
    {
        Slow.SkipUnlessWanted();
        using var scope = NewDisposeScope();
        using var draws = new Generator(1);
        using var data = DatasetCatalog.Open(new DatasetRequest { NameOrPath = "sample" });
        var plan = TinyRuns.Plan() with
        {
            Network = new NetworkPlan { Width = 0.25 },
            Stages = [new StagePlan { Data = 0.2, Epochs = 3 }],
        };
        TinyRuns.Run(folder["run"], plan with { Optimiser = plan.Optimiser with { Batch = 64 } }, data);
        using var model = Model.Load(folder["run/model.safetensors"]);
        var network = model.Network;
        using var victim = new ModelVictim(model);
        var (pixels, labels) = (
            data.Test.Images.narrow(0, 0, Images).to_type(ScalarType.Float32) / 255,
            data.Test.Labels.narrow(0, 0, Images)
        );
        var (fewPixels, fewLabels) = (pixels.narrow(0, 0, Few), labels.narrow(0, 0, Few));
        var given = new Dictionary<string, Tensor> { ["pixels"] = pixels, ["labels"] = labels };
        for (var start = 0; start < Starts; start++)
        {
            given[$"start.{start}"] = ((2 * rand(pixels.shape, generator: draws)) - 1) * Epsilon;
        }

        AtomicFile.Write(
            folder["images.safetensors"],
            stream => SafeTensors.Write(stream, given, new Dictionary<string, string>())
        );

        var theirs = PythonPeer.Ask<JsonElement>(
            "torch_attacks.py",
            folder["run/model.safetensors"],
            folder["images.safetensors"],
            Epsilon.ToString(CultureInfo.InvariantCulture),
            $"{Steps}",
            $"{Starts}",
            $"{Questions}",
            $"{Few}"
        );

        Assert.Equal(1, ShareThatAgrees(theirs.GetProperty("logits"), victim.Logits(fewPixels)));
        var loss = new CrossEntropyLoss(victim);

        // Where a value before a ReLU or two values of a max pool differ by less than rounding, either side's gradient
        // is right.
        Assert.InRange(
            ShareThatAgrees(
                theirs.GetProperty("gradient"),
                PixelGradient.Of(fewPixels, x => loss.Measure(x, Goal.Leave(fewLabels)).sum())
            ),
            0.98,
            1
        );
        AssertAgrees("fgsm", GradientAttack.Fgsm(new LInfinity(), Epsilon));
        AssertAgrees("pgd", GradientAttack.Pgd(new LInfinity(), Epsilon, Steps, Starts));
        AssertAgrees("pgd-l2", GradientAttack.Pgd(new L2(), EpsilonOfL2, Steps));
        AssertAgrees("mim", GradientAttack.MomentumIterative(new LInfinity(), Epsilon, Steps));
        AssertAgrees("deepfool", new DeepFool());
        AssertAgrees("cw", new CarliniWagner(4 * Steps, Searches));
        AssertAgrees("square", new SquareAttack(Epsilon, Questions));

        void AssertAgrees(string name, IAttack attack)
        {
            var (attacked, right) = attack.Epsilon is null ? (fewPixels, fewLabels) : (pixels, labels);
            var ours = AttackRunner.Run(attack, Access.To(victim), victim, attacked, right, new Seed(1));
            Assert.InRange(ours.SuccessRate, 0.05, 1);
            Assert.Equal(theirs.GetProperty("successRate").GetProperty(name).GetDouble(), ours.SuccessRate, 0.02);
            if (theirs.GetProperty("medianSize").TryGetProperty(name, out var size))
            {
                Assert.Equal(
                    1,
                    ours.Size.masked_select(ours.Succeeded).median().item<float>() / size.GetDouble(),
                    0.02
                );
            }
        }
    }

    /// <summary>
    /// The share of images for which all numbers are equal within 1e-4 of the largest number of all images.
    /// </summary>
    private static double ShareThatAgrees(JsonElement expected, Tensor actual)
    {
        var theirs = tensor([.. expected.EnumerateArray().Select(e => e.GetSingle())]).view(actual.shape);
        var apart = (actual - theirs).abs().flatten(1).amax([1]);
        return apart.le(1e-4 * theirs.abs().max().item<float>()).to_type(ScalarType.Float32).mean().item<float>();
    }
}
