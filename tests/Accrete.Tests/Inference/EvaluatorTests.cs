using Accrete.Blueprints;
using Accrete.Datasets;
using Accrete.Inference;
using Accrete.Tests.Datasets;
using Accrete.Tests.Growth;
using static TorchSharp.torch;

namespace Accrete.Tests.Inference;

public sealed class EvaluatorTests
{
    [Theory]
    [InlineData(3, 7)]
    [InlineData(10, 250)]
    [InlineData(10, 263)]
    [InlineData(10, 501)]
    public void Counts_as_a_slow_computation_does(int classes, int count)
    {
        using var scope = NewDisposeScope();
        var blueprint = Architectures.Find("vgg-small").Build(new ImageShape(1, 6, 6), classes, 0.05, 0.5);
        using var set = Made.Set(count, blueprint.Input, classes);
        using var network = RandomNetworks.Trained(blueprint, 2, ScalarType.Float32);
        var preprocessing = new Preprocessing(blueprint.Input, [0.5f], [0.25f]);
        network.IsTraining = true;

        var evaluation = Evaluator.Evaluate(network, set, preprocessing);

        Assert.False(network.IsTraining);
        var (loss, correct, within) = (0.0, 0, 0);
        var ofClass = new double[classes];
        for (var i = 0; i < count; i++)
        {
            using var inner = NewDisposeScope();
            var image = ((set.Images[i].to_type(ScalarType.Float32) / 255 - 0.5) / 0.25).unsqueeze(0);
            var logits = network.Forward(image).detach()[0].data<float>().Select(v => (double)v).ToArray();
            var label = i % classes;
            var better = logits.Count(l => l > logits[label]);
            loss += Math.Log(logits.Sum(Math.Exp)) - logits[label];
            correct += better == 0 ? 1 : 0;
            ofClass[label] += better == 0 ? 1 : 0;
            within += better < 5 ? 1 : 0;
        }

        Assert.Equal(count, evaluation.Images);
        Assert.Equal(loss / count, evaluation.Loss, 1e-3 * loss / count);
        Assert.Equal((double)correct / count, evaluation.Accuracy, 12);
        Assert.Equal((double)within / count, evaluation.Top5, 12);
        Assert.Equal(
            ofClass.Select((n, c) => (double?)n / Enumerable.Range(0, count).Count(i => i % classes == c)),
            evaluation.ClassAccuracy!
        );
    }
}
