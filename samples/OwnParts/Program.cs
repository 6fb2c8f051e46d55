using Accrete;
using Accrete.Blueprints;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Inference;
using Accrete.Networks;
using Accrete.Pruning;
using Accrete.Robustness.Attacks;
using Accrete.Storage;
using static TorchSharp.torch;

// A layer kind has to be known before a blueprint with it is built or read.
ComputedLayerKind.Register(new Gelu());
var data = Shapes.Draw(train: 400, test: 200);

var b = new BlueprintBuilder("own", data.Shape);
var x = b.Custom(b.BatchNorm(b.Convolution(Blueprint.Image, 16)), "gelu");
x = b.Custom(b.BatchNorm(b.Convolution(b.MaxPooling(x), 32)), "gelu");
b.Linear(b.GlobalAveragePooling(x), data.Classes.Count);

Plan plan = Recipe.Read(Recipe.OwnNetworkName, ["data.crop=0", "optimiser.batch=20"]);
plan = plan with
{
    Network = plan.Network with { Name = "own", Blueprint = b.Build() },
    // The criterion of the plan is not asked: the program has its own.
    Pruning = plan.Pruning with
    {
        By = CriterionKind.L1,
    },
};
var options = new TrainingRunOptions
{
    Parts = new OwnParts
    {
        Optimizer = (network, settings, state) => new SignDescent(network, settings, state),
        Criterion = new LargestWeight(0.999),
    },
};

using var run = TrainingRun.Begin(plan, data, args is [var folder] ? folder : "runs/own-parts", options);
RunOutcome outcome = run.Train();
Console.WriteLine($"{outcome.Final?.TestAccuracy:P1} of {outcome.Dataset.TestImages} images are told apart");

using var model = Model.Load(run.Path);
using var victim = new ModelVictim(model);
using var pixels = data.Test.Images.to_type(ScalarType.Float32) / 255;
var attack = AttackRunner.Run(new BestNoise(0.3, 20), Access.To(victim), victim, pixels, data.Test.Labels, new Seed(1));
Console.WriteLine($"{attack.SuccessRate:P1} of them are taken for something else after noise of 0.3");
