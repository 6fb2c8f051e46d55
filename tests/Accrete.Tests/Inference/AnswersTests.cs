using Accrete.Inference;
using Accrete.Robustness;
using Accrete.Tests.Cli;
using Accrete.Tests.Cumulative;

namespace Accrete.Tests.Inference;

public sealed class AnswersTests
{
    [Fact]
    public void Are_what_the_evaluator_counts()
    {
        using var data = TinyRuns.Data();
        var plan = TinyRuns.Plan();
        using var folder = new TemporaryFolder();
        TinyRuns.Run(folder["run"], plan, data);
        using var model = Accrete.Inference.Model.Load(folder["run/model.safetensors"]);
        var network = model.Network;

        var answers = Answers.Of(network, data.Test, model.Preprocessing);
        var (quality, evaluation) = (Quality.Of(answers), Evaluator.Evaluate(network, data.Test, model.Preprocessing));

        Assert.Equal((evaluation.Accuracy, evaluation.Top5), (quality.Accuracy, quality.Top5));
        Assert.Equal(evaluation.Loss, quality.Loss, 1e-5);
        Assert.Equal((21, 3), (answers.Labels.Count, answers.Classes));
        Assert.Equal(answers.Likeliest(4), Answers.Of(network, data.Test, model.Preprocessing, [4]).Likeliest(0));
    }

    [Fact]
    public void A_network_that_answers_no_numbers_is_refused()
    {
        using var model = MadeModel.Make();
        var network = model.Network;
        using (TorchSharp.torch.no_grad())
        {
            network.State.Values.First().fill_(double.NaN);
        }

        using var images = new Accrete.Datasets.ImageSet(
            TorchSharp.torch.zeros([2, 1, 12, 12], TorchSharp.torch.ScalarType.Byte),
            TorchSharp.torch.arange(2L)
        );
        var error = Assert.Throws<InvalidInputException>(() => Answers.Of(network, images, model.Preprocessing));
        Assert.StartsWith("the network's answer to an image is not a number", error.Message, StringComparison.Ordinal);
    }
}
