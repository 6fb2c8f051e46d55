using Accrete.Inference;
using Accrete.Tests.Cli;
using Accrete.Tests.Cumulative;
using TorchSharp;

namespace Accrete.Tests.Inference;

public sealed class ModelTests : TinyRunTests
{
    [Fact]
    public void A_run_and_a_stage_are_loaded_by_their_folders()
    {
        TinyRuns.Run(Folder["run"], TinyRuns.Plan(), Data);
        using var file = Model.Load(Folder["run/model.safetensors"]);
        using var run = Model.Load(Folder["run"]);
        using var stage = Model.Load(Folder["run/stages/01"]);

        Assert.Equal(file.Network.Blueprint, run.Network.Blueprint);
        Assert.NotEqual(file.Network.Blueprint, stage.Network.Blueprint);
        Assert.Contains(
            Path.Combine(Folder["run/stages"], "model.safetensors"),
            Assert.Throws<InvalidInputException>(() => Model.Load(Folder["run/stages"])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void It_is_evaluated_as_its_run_was()
    {
        var outcome = TinyRuns.Run(Folder["run"], TinyRuns.Plan(), Data);
        using var model = Model.Load(Folder["run"]);

        Assert.Equal(outcome.Final!.TestAccuracy, model.Evaluate(Data).Accuracy);
    }

    [Fact]
    public void It_owns_its_network()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var model = MadeModel.Make();
        Assert.NotEqual(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        model.Dispose();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
